/**
 * Whether a value of the data may go where plans are made and suggestions are read: short, on one line, with nothing
 * that cannot be seen and nothing that is a link or a figure. A sentence that gives orders is mostly longer; what is not
 * is still data in a block, and the guard does not care what it says.
 */
export function isTellable(value: string): boolean {
  return value.length <= longest && !untellable.test(value);
}

const longest = 60;
const untellable = /[\p{C}\p{Zl}\p{Zp}]|:\/\/|\]\(|\{\{/u;
