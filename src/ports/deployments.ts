/** One build of a deployment's workers, as Temporal knows it. */
export interface DeployedBuild {
  readonly buildId: string;
  /**
   * `current` gets new runs, `ramping` a share of them, `inactive` none yet; `draining` has runs that go on, `drained` has
   * none.
   */
  readonly state: 'current' | 'ramping' | 'inactive' | 'draining' | 'drained';
  /** Of new runs; null where it is not ramping. */
  readonly percent: number | null;
  /** When its first worker came, ISO. */
  readonly since: string;
}

/** Which builds of a deployment's workers there are, and which gets new runs. */
export interface Deployments {
  /** The newest first; [] where no versioned worker was ever started. */
  builds(): Promise<readonly DeployedBuild[]>;
  /** New runs go to this build from now on, or that share of them. @throws NoSuchBuild where none of its workers polls */
  promote(buildId: string, percent: number): Promise<void>;
}
