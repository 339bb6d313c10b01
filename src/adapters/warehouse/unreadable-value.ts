import type { DatabaseError } from 'pg';

/**
 * Which text cannot be read as which type: by its place in the SQL, its parameter, or as one of the data's. Of the server's
 * message only the type's name is taken, for the rest quotes the text.
 */
export function unreadableValue({ message, position, where }: DatabaseError): {
  readonly message: string;
  readonly suggestion: string;
} {
  const [, named] = typeIn.exec(message) ?? [];
  const type = named ?? 'the type it is compared with or cast to';
  const [, parameter] = /parameter (\$\d+)/.exec(where ?? '') ?? [];
  if (parameter !== undefined) {
    return {
      message: `The parameter ${parameter} cannot be read as ${type}`,
      suggestion: `Give ${parameter} a value that ${named ?? 'its type'} can hold.`,
    };
  }
  if (position !== undefined) {
    return {
      message: `The text cannot be read as ${type}`,
      suggestion: `Write a value that ${named ?? 'its type'} can hold, or compare it with a column of text.`,
    };
  }
  return {
    message: `One of the texts that the query reads cannot be read as ${type}`,
    suggestion: 'Keep only texts of that form before the cast, or leave them as text.',
  };
}

const typeIn = /^invalid input (?:syntax|value) for (?:type|enum) ([a-z][a-z0-9_ ]{0,62})(?=:|$)/;
