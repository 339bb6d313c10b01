import { proxyActivities } from '@temporalio/workflow';

export * from '../../src/workflows/index.js';

interface Own {
  greet(name: string): Promise<string>;
  fails(argument: { readonly input: string }): Promise<void>;
}

const { greet, fails } = proxyActivities<Own>({ startToCloseTimeout: '10 s' });

export async function hello(name: string): Promise<string> {
  return await greet(name);
}

export async function mondays(): Promise<void> {
  await fails({ input: 'none' });
}
