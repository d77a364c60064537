// How does a drawing or a page come into `out/`, why, and what could not be written?
import { setImmediate } from "node:timers/promises";
import { EXIT, UserError } from "../errors.ts";
import type { Hub, Site } from "../model.ts";
import { hubFile, REPORT, REPORT_PNG } from "../pages/links.ts";
import type { PageFile } from "../pages/views.ts";
import { difference } from "../plot/fingerprint.ts";
import type { Drawing } from "../plot/plot.ts";
import { openPrinter, pngFingerprint, type Printer } from "../plot/png.ts";
import { openPublisher } from "../publish/open.ts";
import type { Publisher } from "../publish/publisher.ts";
import { BuildLog } from "./build-log.ts";
import type { World } from "./world.ts";

/** So many reports may wait for their PNG: each is some megabytes large. */
const AHEAD = 4;

/** Writes what can be written: a page whose template the person has broken stays as it was, and the others are as fresh as ever. */
export class Output {
  readonly log: BuildLog;
  readonly #problems = new Set<string>();
  /** Reports of the hubs before: other threads make their PNG while we draw the next hub's plots. */
  readonly #printing: Promise<void>[] = [];

  private constructor(
    out: string,
    private readonly publisher: Publisher,
    private readonly printer: Printer,
    readonly world: World,
  ) {
    this.log = new BuildLog(out);
  }

  /** `reports`: how many hubs are to be drawn. */
  static async open({ out }: Site, reports: number, world: World): Promise<Output> {
    return new Output(out, await openPublisher(out), openPrinter(reports), world);
  }

  async draw(path: string, { fingerprint, draw }: Drawing): Promise<void> {
    await this.#breathe();
    const before = this.publisher.known(path) ?? "";
    const why = await this.publisher.draw(path, fingerprint, draw);
    this.log.drawn(path, why, difference(before, fingerprint));
  }

  /** What tells its data as they are: made again when these have changed. */
  async tabulate<View>(files: PageFile<View>[], view: View, fingerprint: string): Promise<void> {
    for (const file of files) {
      await this.#breathe();
      const path = file.path(view);
      const why = await this.publisher.draw(path, fingerprint, async () => file.text(view));
      this.log.drawn(path, why, ["other data"], "written");
    }
  }

  /** Whether all of them are new. */
  async write<View>(files: PageFile<View>[], view: View): Promise<boolean> {
    let whole = true;
    for (const file of files) {
      await this.#breathe();
      const path = file.path(view);
      try {
        this.log.written(path, await this.publisher.write(path, file.text(view)));
      } catch (error) {
        if (!(error instanceof UserError) || error.code !== EXIT.config) throw error;
        for (const problem of error.problems) this.#problems.add(problem);
        this.publisher.keep(path);
        this.log.failed(path);
        whole = false;
      }
    }
    return whole;
  }

  /** A text as it was drawn or written. */
  read(path: string): Promise<string> {
    return this.publisher.read(path);
  }

  /** The hub's report as PNG, from the SVG that was `written` or stands there; made again when that has changed. */
  async print(hub: Hub, written: boolean): Promise<void> {
    if (!written) return this.publisher.keep(hubFile(hub, REPORT_PNG));
    this.#printing.push(this.#print(hub));
    this.#printing.at(-1)!.catch(() => undefined); // told where it is awaited
    if (this.#printing.length > AHEAD) await this.#printing.shift();
  }

  async #print(hub: Hub): Promise<void> {
    const svg = await this.read(hubFile(hub, REPORT));
    const path = hubFile(hub, REPORT_PNG);
    await this.#breathe();
    const why = await this.publisher.draw(path, pngFingerprint(svg), () => this.printer.png(svg));
    this.log.drawn(path, why, ["another SVG"]);
  }

  /** Before pages that show the reports. */
  async printed(): Promise<void> {
    await Promise.all(this.#printing);
  }

  /** Removes what the site has no more, but for what `keep` says of, and writes down what was done. */
  async publish(keep: (path: string) => boolean): Promise<void> {
    await this.publisher.finish((path) => {
      const kept = keep(path);
      this.log.left(path, kept);
      return kept;
    });
  }

  /** What went wrong first is to be told, not that then nothing could be written down of it. */
  async abandon(): Promise<void> {
    await Promise.allSettled(this.#printing);
    await this.publisher.abandon().catch(() => undefined);
  }

  async close(): Promise<void> {
    await this.printer.close();
  }

  /** Throws a UserError if a page could not be written; the others are. */
  reportProblems(): void {
    if (this.#problems.size > 0) throw new UserError(EXIT.config, [...this.#problems]);
  }

  /** Drawing never waits for anything: a signal is heard only where we let it in. */
  async #breathe(): Promise<void> {
    const now = performance.now();
    if (now - breathed < BREATH) return;
    breathed = now;
    await setImmediate();
    this.world.signal.throwIfAborted();
  }
}

/** In ms: nobody who interrupts a run waits for longer, and waiting costs something too. */
const BREATH = 20;

let breathed = 0;
