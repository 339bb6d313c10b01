import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The bundle that the build made; from sources, where there is none, it is bundled when it is needed. */
export function workflowCode() {
  const codePath = pathOf('workflow-bundle.js');
  return existsSync(codePath)
    ? { workflowBundle: { codePath } }
    : {
        workflowsPath: pathOf('workflows'),
        interceptors: { workflowModules: [pathOf('workflows/trace-headers.ts')] },
      };
}

function pathOf(name: string): string {
  return fileURLToPath(new URL(name, import.meta.url));
}
