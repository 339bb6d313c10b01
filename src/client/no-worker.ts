/** No worker took up what only a worker can do. The message names the queue. */
export class NoWorker extends Error {
  override readonly name = 'NoWorker';
}

export function noWorkerWords(taskQueue: string): string {
  return `No worker polls queue ${taskQueue}: start one with \`surefoot worker\``;
}
