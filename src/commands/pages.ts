// What is written into `out/`, why, and what could not be: the one way from a drawing or a page to its file.
import { setImmediate } from "node:timers/promises";
import { EXIT, UserError } from "../errors.ts";
import type { PageFile } from "../pages/views.ts";
import { difference } from "../plot/fingerprint.ts";
import type { Drawing } from "../plot/plot.ts";
import type { Publisher } from "../publish/publisher.ts";
import type { Account } from "./account.ts";
import type { World } from "./world.ts";

/** Writes what can be written: a page whose template the person has broken stays as it was, and the others are as fresh as ever. */
export class Pages {
  readonly problems = new Set<string>();

  constructor(
    readonly publisher: Publisher,
    readonly account: Account,
    readonly world: World,
  ) {}

  async draw(path: string, { fingerprint, draw }: Drawing): Promise<void> {
    await breathe(this.world);
    const before = this.publisher.known(path) ?? "";
    const why = await this.publisher.draw(path, fingerprint, draw);
    this.account.drawn(path, why, difference(before, fingerprint));
  }

  /** What tells its data as they are: made again when these have changed. */
  async tabulate<View>(files: PageFile<View>[], view: View, fingerprint: string): Promise<void> {
    for (const file of files) {
      await breathe(this.world);
      const path = file.path(view);
      const why = await this.publisher.draw(path, fingerprint, async () => file.text(view));
      this.account.drawn(path, why, ["other data"], "written");
    }
  }

  /** Whether all of them are new. */
  async write<View>(files: PageFile<View>[], view: View): Promise<boolean> {
    let whole = true;
    for (const file of files) {
      await breathe(this.world);
      const path = file.path(view);
      try {
        this.account.written(path, await this.publisher.write(path, file.text(view)));
      } catch (error) {
        if (!(error instanceof UserError) || error.code !== EXIT.config) throw error;
        for (const problem of error.problems) this.problems.add(problem);
        this.publisher.keep(path);
        this.account.failed(path);
        whole = false;
      }
    }
    return whole;
  }
}

/** Drawing never waits for anything: a signal is heard only where we let it in. */
export async function breathe({ signal }: World): Promise<void> {
  const now = performance.now();
  if (now - breathed < BREATH) return;
  breathed = now;
  await setImmediate();
  signal.throwIfAborted();
}

/** In ms: nobody who interrupts a run waits for longer, and waiting costs something too. */
const BREATH = 20;

let breathed = 0;
