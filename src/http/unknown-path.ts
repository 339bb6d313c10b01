import type { Hono } from 'hono';
import type { NotFoundHandler } from 'hono';
import { answerProblem, HttpProblem } from './problem.js';

/** 405 with `Allow` where the path takes another method, else 404. */
export function answerUnknownPath(app: Pick<Hono, 'routes'>): NotFoundHandler {
  return (c) => {
    const allowed = app.routes
      .filter(({ method, path }) => method !== 'ALL' && matches(path, c.req.path))
      .map(({ method }) => method);
    const allow = [
      ...new Set(allowed.flatMap((each) => (each === 'GET' ? ['GET', 'HEAD'] : [each]))),
    ];
    if (allow.length === 0) {
      return answerProblem(
        c,
        new HttpProblem('not-found', 'There is no such path: /openapi.json has them.'),
      );
    }
    const headers = { allow: allow.join(', ') };
    return answerProblem(
      c,
      new HttpProblem('method-not-allowed', `Use ${headers.allow}.`, { headers }),
    );
  };
}

function matches(pattern: string, path: string): boolean {
  const expected = pattern.split('/');
  const given = path.split('/');
  return (
    expected.length === given.length &&
    expected.every((part, index) =>
      part.startsWith(':') ? given[index] !== '' : part === given[index],
    )
  );
}
