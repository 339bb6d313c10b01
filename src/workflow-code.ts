import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The bundle that the build made; from sources, where there is none, it is bundled when it is needed. */
export function workflowCode() {
  const codePath = fileURLToPath(new URL('workflow-bundle.js', import.meta.url));
  return existsSync(codePath)
    ? { workflowBundle: { codePath } }
    : { workflowsPath: fileURLToPath(new URL('workflows', import.meta.url)) };
}
