/** One event of a `text/event-stream`. */
export interface StreamEvent {
  /** The last id that the stream gave, to go on from; '' where it gave none yet. */
  readonly id: string;
  readonly event: string;
  readonly data: string;
}

/** Takes text as it arrives, cut anywhere, and gives the events that are whole. */
export interface EventStreamParser {
  push(text: string): readonly StreamEvent[];
}

/** As the HTML standard has it, without `retry`: how long to wait is the reader's own business. */
export function eventStreamParser(): EventStreamParser {
  let rest = '';
  let id = '';
  let event = '';
  let data: string[] = [];

  const take = (line: string): StreamEvent | undefined => {
    if (line === '') {
      const whole = data.length === 0 ? undefined : { id, event, data: data.join('\n') };
      event = '';
      data = [];
      return whole;
    }
    const [name, value] = fieldOf(line);
    if (name === 'id' && !value.includes('\0')) id = value;
    if (name === 'event') event = value;
    if (name === 'data') data.push(value);
    return undefined;
  };

  return {
    push(text) {
      const lines = (rest + text).split(/\r\n|\n|\r(?!$)/);
      rest = lines.pop() ?? '';
      return lines.map(take).filter((whole) => whole !== undefined);
    },
  };
}

/** A line that begins with a colon is a comment: its name is ''. */
function fieldOf(line: string): readonly [name: string, value: string] {
  const colon = line.indexOf(':');
  if (colon === -1) return [line, ''];
  const value = line.slice(colon + 1);
  return [line.slice(0, colon), value.startsWith(' ') ? value.slice(1) : value];
}
