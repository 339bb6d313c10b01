import type { Finding } from '../../domain/finding.js';

/** What an event tells. Events are read by other builds than the one that wrote them: nothing is taken for granted. */
export function textIn(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

export function listIn(value: unknown): readonly Readonly<Record<string, unknown>>[] {
  return Array.isArray(value)
    ? value.filter(
        (each): each is Record<string, unknown> => typeof each === 'object' && each !== null,
      )
    : [];
}

export function findingsIn(value: unknown): readonly Finding[] {
  return listIn(value).map(({ code, where, what, fix }) => ({
    code: textIn(code),
    where: textIn(where),
    what: textIn(what),
    fix: textIn(fix),
  }));
}
