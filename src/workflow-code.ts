import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { WorkflowBundleOption } from '@temporalio/worker';

/** The user's own workflows with Surefoot's among them, where there are any. */
export interface OwnWorkflows {
  readonly workflowsPath?: string;
  readonly workflowBundle?: WorkflowBundleOption;
}

/**
 * The user's own, or else the bundle that the build made; from sources, where there is none, it is bundled when it is
 * needed.
 */
export function workflowCode({ workflowsPath, workflowBundle }: OwnWorkflows = {}) {
  if (workflowBundle !== undefined) return { workflowBundle };
  const codePath = pathOf('workflow-bundle.js');
  if (workflowsPath === undefined && existsSync(codePath)) return { workflowBundle: { codePath } };
  return {
    workflowsPath: workflowsPath ?? pathOf('workflows'),
    interceptors: { workflowModules: [...workflowInterceptorModules] },
  };
}

/** For `bundleWorkflowCode`: hands the trace that a run was started in to its activities. */
export const workflowInterceptorModules: readonly string[] = [
  ['js', 'ts'].map((ending) => pathOf(`workflows/trace-headers.${ending}`)).find(existsSync) ?? '',
];

function pathOf(name: string): string {
  return fileURLToPath(new URL(name, import.meta.url));
}
