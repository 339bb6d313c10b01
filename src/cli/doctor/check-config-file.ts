import type { SurefootConfig } from '../../config.js';
import type { ConfigFile } from '../outside.js';
import type { Finding } from './finding.js';

/** The configuration file that a worker started here would take, and what is in it. */
export function describeConfigFile(file: ConfigFile | undefined): Finding {
  const name = 'Configuration';
  if (file === undefined) {
    const found = 'no file: the settings below are all there is';
    return { name, state: 'note', found, advice: '' };
  }
  return { name, state: 'ok', found: [file.path, ...partsOf(file.config)].join(', '), advice: '' };
}

function partsOf({ warehouses = {}, tools = [], policies = {}, prompts = {} }: SurefootConfig) {
  const { glossary = {}, metrics = {}, examples = [] } = prompts;
  return [
    ...namesOf('warehouses', Object.keys(warehouses)),
    ...namesOf(
      'tools',
      tools.map(({ name }) => name),
    ),
    ...namesOf('policies of', Object.keys(policies)),
    ...counted(Object.keys(glossary).length, 'glossary entry', 'glossary entries'),
    ...counted(Object.keys(metrics).length, 'metric', 'metrics'),
    ...counted(examples.length, 'example', 'examples'),
  ];
}

function namesOf(what: string, names: readonly string[]): string[] {
  return names.length === 0 ? [] : [`${what} ${names.join(' and ')}`];
}

function counted(count: number, one: string, many: string): string[] {
  return count === 0 ? [] : [`${count} ${count === 1 ? one : many}`];
}
