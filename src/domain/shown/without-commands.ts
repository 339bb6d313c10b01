/** Characters that whatever shows them would obey, such as those that turn the direction of what follows. */
const commands = /(?![\n\t])[\p{Cc}\p{Bidi_Control}]/gu;

/** Text that drives neither a terminal nor a page, whoever wrote it: such characters become `\uFFFD`. */
export function withoutCommands(text: string): string {
  return text.replaceAll('\r\n', '\n').replaceAll(commands, '\uFFFD');
}
