/** For what a run waits for: a store that is down must be noticed in time to answer without it. */
export const soonMs = 1_500;

/** For what no run waits for: a slow network or a busy machine is no outage. */
export const patientConnectMs = 10_000;
