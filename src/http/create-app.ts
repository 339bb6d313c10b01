import { OpenAPIHono } from '@hono/zod-openapi';
import type { Hono, MiddlewareHandler } from 'hono';
import { cors } from 'hono/cors';
import { secureHeaders } from 'hono/secure-headers';
import type { ApiEnv, HttpDeps } from './api.js';
import type { Caller } from './caller.js';
import { authenticate, type Authentication } from './middleware/authenticate.js';
import { guardBody } from './middleware/guard-body.js';
import { guardBrowsers } from './middleware/guard-browsers.js';
import { observe, type Observation } from './middleware/observe.js';
import { answerProblem } from './problem.js';
import { problemOf } from './problem-of.js';
import { refuseInvalid } from './refuse-invalid.js';
import { approveRoute } from './routes/approve.js';
import { askRoute } from './routes/ask.js';
import { breakersRoute } from './routes/breakers.js';
import { cancelRoute } from './routes/cancel.js';
import { eventsRoute } from './routes/events.js';
import { feedbackRoute } from './routes/feedback.js';
import { getReportRoute } from './routes/get-report.js';
import { getRunRoute } from './routes/get-run.js';
import { getTicketRoute } from './routes/get-ticket.js';
import { listReportsRoute } from './routes/list-reports.js';
import { listRunsRoute } from './routes/list-runs.js';
import { listTicketsRoute } from './routes/list-tickets.js';
import { listVerifiedRoute } from './routes/list-verified.js';
import { receiptRoute } from './routes/receipt.js';
import { rejectRoute } from './routes/reject.js';
import { removeVerifiedRoute } from './routes/remove-verified.js';
import { resolveTicketRoute } from './routes/resolve-ticket.js';
import { verifyRoute } from './routes/verify.js';
import { answerUnknownPath } from './unknown-path.js';

export interface AppOptions {
  readonly deps: HttpDeps;
  readonly authentication: Authentication;
  readonly observation: Observation;
  /** Origins besides the server’s own whose pages may ask. */
  readonly corsOrigins: readonly string[];
  readonly version: string;
  /** Told of what is answered with 500. */
  readonly onDefect: (error: unknown) => void;
  /** What else the server has at paths of its own, behind the same guards. */
  readonly mounts?: Mounts;
}

export interface Mounts {
  /** Serves `/` and what belongs to it. No key is asked for: its scripts bring one to the API. */
  readonly page?: Hono;
  /** Answers `/mcp`, whatever the method, for a caller who is known. */
  readonly mcp?: (request: Request, caller: Caller) => Promise<Response>;
}

const routes = [
  askRoute,
  listRunsRoute,
  getRunRoute,
  eventsRoute,
  cancelRoute,
  approveRoute,
  rejectRoute,
  receiptRoute,
  feedbackRoute,
  verifyRoute,
  listVerifiedRoute,
  removeVerifiedRoute,
  listTicketsRoute,
  getTicketRoute,
  resolveTicketRoute,
  breakersRoute,
  listReportsRoute,
  getReportRoute,
];

/** Everything that is served, as one function from request to response. */
export function createApp(options: AppOptions): OpenAPIHono<ApiEnv> {
  const { deps, authentication, corsOrigins, version, onDefect, mounts = {} } = options;
  const app = new OpenAPIHono<ApiEnv>({ defaultHook: refuseInvalid });
  app.onError((error, c) => {
    const problem = problemOf(error);
    if (problem.problem.status === 500) onDefect(problem.cause);
    return answerProblem(c, problem);
  });
  app.notFound(answerUnknownPath(app));

  app.use(observe(options.observation));
  app.use(secureHeaders({ strictTransportSecurity: false, xFrameOptions: 'DENY' }));
  app.use(guardBrowsers({ corsOrigins, keyless: !authentication.required }));
  for (const path of ['/v1/*', '/mcp']) {
    if (corsOrigins.length > 0) app.use(path, cors({ ...corsHeaders, origin: [...corsOrigins] }));
    app.use(path, noStore, ...guardBody, authenticate(authentication));
  }
  for (const add of routes) add(app, deps);

  app.openAPIRegistry.registerComponent('securitySchemes', 'key', {
    type: 'http',
    scheme: 'bearer',
  });
  app.doc31('/openapi.json', {
    openapi: '3.1.0',
    info: { title: 'Surefoot', version, description: about },
    security: authentication.required ? [{ key: [] }] : [{}, { key: [] }],
  });
  const { page, mcp } = mounts;
  if (mcp !== undefined) app.all('/mcp', (c) => mcp(c.req.raw, c.get('caller')));
  if (page !== undefined) app.route('/', page);
  return app;
}

/** Answers are somebody’s own, and change. What is served here is never a page. */
const noStore: MiddlewareHandler = async (c, next) => {
  await next();
  if (!c.res.headers.has('cache-control')) c.header('cache-control', 'no-store');
  if (!c.res.headers.has('content-security-policy'))
    c.header('content-security-policy', "default-src 'none'; frame-ancestors 'none'");
};

const about =
  'Questions to a Postgres warehouse, answered with figures that are each a cell of a query that ran.';

const corsHeaders = {
  allowMethods: ['GET', 'POST', 'DELETE'],
  allowHeaders: [
    'authorization',
    'content-type',
    'idempotency-key',
    'last-event-id',
    'traceparent',
    'tracestate',
    // What MCP's clients say of each request, beside its body.
    'mcp-protocol-version',
    'mcp-method',
    'mcp-name',
  ],
  exposeHeaders: ['location', 'retry-after'],
  maxAge: 600,
};
