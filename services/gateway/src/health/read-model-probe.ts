import { type Logger } from '@agents-fleet/platform';
import { type ReadModels, ReadModelsUnavailableError } from '@agents-fleet/read-models';

const PROBE_EVERY_MS = 1_000;

/** Whether the read models can be read, asked every second: a report on health can't wait for an answer. */
export class ReadModelProbe {
  #open = false;
  readonly #timer: NodeJS.Timeout;

  private constructor(
    private readonly models: ReadModels,
    private readonly logger: Logger,
  ) {
    this.#timer = setInterval(() => void this.#probe(), PROBE_EVERY_MS);
  }

  static async start(models: ReadModels, logger: Logger): Promise<ReadModelProbe> {
    const probe = new ReadModelProbe(models, logger);
    await probe.#probe();
    return probe;
  }

  get open(): boolean {
    return this.#open;
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  async #probe(): Promise<void> {
    try {
      await this.models.checkpoints.list();
      this.#open = true;
    } catch (error) {
      if (this.#open || !(error instanceof ReadModelsUnavailableError)) {
        this.logger.warn({ error }, 'the read models can’t be read');
      }
      this.#open = false;
    }
  }
}
