/** Figures that a service shows on `/readyz` and `/metrics`. Never a secret: anybody on the machine may read them. */
export type HealthDetails = Record<string, string | number | boolean>;

/** `ok` is whether the service can do its work now (broker reachable, file open), not whether its process lives. */
export interface HealthReport {
  ok: boolean;
  details: HealthDetails;
}

/** A started service. Every `start…` function of a service resolves with one. */
export interface RunningService {
  readonly name: string;
  health(): HealthReport;
  /** Finishes what is in flight and lets go of everything. Calling it twice is harmless. */
  stop(): Promise<void>;
}
