import type { Config, SurefootConfig } from '../../config.js';
import type { Outside } from '../outside.js';
import type { Finding } from './finding.js';

/** The configuration file that a worker started here would take, and what is in it. */
export async function checkConfigFile(config: Config, outside: Outside): Promise<Finding> {
  const name = 'Configuration';
  const file = await outside.loadConfigFile(config);
  if (file === undefined) {
    const found = 'no file: the settings below are all there is';
    return { name, state: 'note', found, advice: '' };
  }
  return { name, state: 'ok', found: [file.path, ...partsOf(file.config)].join(', '), advice: '' };
}

function partsOf({ tools = [], prompts = {} }: SurefootConfig): string[] {
  const { glossary = {}, metrics = {}, examples = [] } = prompts;
  return [
    ...(tools.length === 0 ? [] : [`tools ${tools.map(({ name }) => name).join(', ')}`]),
    ...counted(Object.keys(glossary).length, 'glossary entry', 'glossary entries'),
    ...counted(Object.keys(metrics).length, 'metric', 'metrics'),
    ...counted(examples.length, 'example', 'examples'),
  ];
}

function counted(count: number, one: string, many: string): string[] {
  return count === 0 ? [] : [`${count} ${count === 1 ? one : many}`];
}
