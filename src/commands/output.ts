// Writes plots and pages to `out/`, and notes why each was made and which could not be.
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

/** How many reports may wait for their PNG: each takes some megabytes. */
const MAX_PENDING_PNGS = 4;

/** Writes what it can: if the site's own template for a page is broken, that page stays as it was and the others are updated. */
export class Output {
  readonly log: BuildLog;
  readonly #problems = new Set<string>();
  /** PNGs of reports: other threads make them while we draw the plots of the next hubs. */
  readonly #pngs: Promise<void>[] = [];

  private constructor(
    out: string,
    private readonly publisher: Publisher,
    private readonly printer: Printer,
    readonly world: World,
  ) {
    this.log = new BuildLog(out);
  }

  /** @param reports how many hubs will be drawn */
  static async open({ out }: Site, reports: number, world: World): Promise<Output> {
    return new Output(out, await openPublisher(out), openPrinter(reports), world);
  }

  /** Draws a plot unless it is up to date. */
  async draw(path: string, { fingerprint, draw }: Drawing): Promise<void> {
    await this.#yield();
    const before = this.publisher.fingerprintOf(path) ?? "";
    const reason = await this.publisher.draw(path, fingerprint, draw);
    this.log.drawn(path, reason, difference(before, fingerprint));
  }

  /** Writes data files unless their data has this `fingerprint` already. */
  async writeData<View>(files: PageFile<View>[], view: View, fingerprint: string): Promise<void> {
    for (const file of files) {
      await this.#yield();
      const path = file.path(view);
      const reason = await this.publisher.draw(path, fingerprint, async () => file.text(view));
      this.log.drawn(path, reason, ["other data"], "written");
    }
  }

  /** Writes pages. @returns false if one could not be written because a template of the site's own is broken */
  async write<View>(files: PageFile<View>[], view: View): Promise<boolean> {
    let complete = true;
    for (const file of files) {
      await this.#yield();
      const path = file.path(view);
      try {
        this.log.written(path, await this.publisher.write(path, file.text(view)));
      } catch (error) {
        if (!(error instanceof UserError) || error.code !== EXIT.config) throw error;
        for (const problem of error.problems) this.#problems.add(problem);
        this.publisher.keep(path);
        this.log.failed(path);
        complete = false;
      }
    }
    return complete;
  }

  /** A text, as it was drawn or written. */
  read(path: string): Promise<string> {
    return this.publisher.read(path);
  }

  /**
   * Makes the PNG of the hub's report unless it is up to date.
   * @param written whether its SVG could be written; if not, the old PNG stays
   */
  async drawPng(hub: Hub, written: boolean): Promise<void> {
    if (!written) return this.publisher.keep(hubFile(hub, REPORT_PNG));
    this.#pngs.push(this.#drawPng(hub));
    this.#pngs.at(-1)!.catch(() => undefined); // the error is thrown where it is awaited
    if (this.#pngs.length > MAX_PENDING_PNGS) await this.#pngs.shift();
  }

  async #drawPng(hub: Hub): Promise<void> {
    const svg = await this.read(hubFile(hub, REPORT));
    const path = hubFile(hub, REPORT_PNG);
    await this.#yield();
    const reason = await this.publisher.draw(path, pngFingerprint(svg), () => this.printer.png(svg));
    this.log.drawn(path, reason, ["other SVG"]);
  }

  /** Waits for the PNGs: before the pages that show them are written. */
  async finishPngs(): Promise<void> {
    await Promise.all(this.#pngs);
  }

  /** Removes files that are no longer part of the site, except those to `keep`, and writes the manifest. */
  async publish(keep: (path: string) => boolean): Promise<void> {
    await this.publisher.finish((path) => {
      const kept = keep(path);
      this.log.leftover(path, kept);
      return kept;
    });
  }

  /** Ends early, after an error. That error is the one to report, so later ones are ignored. */
  async abandon(): Promise<void> {
    await Promise.allSettled(this.#pngs);
    await this.publisher.abandon().catch(() => undefined);
  }

  async close(): Promise<void> {
    await this.printer.close();
  }

  /** @throws UserError EXIT.config if pages could not be written because of a template */
  reportProblems(): void {
    if (this.#problems.size > 0) throw new UserError(EXIT.config, [...this.#problems]);
  }

  /** Drawing never waits for anything, so signals are handled only here. */
  async #yield(): Promise<void> {
    const now = performance.now();
    if (now - yieldedAt < YIELD_MS) return;
    yieldedAt = now;
    await setImmediate();
    this.world.signal.throwIfAborted();
  }
}

/** At most this often: an interrupt takes effect within that time, and yielding is not free. */
const YIELD_MS = 20;

let yieldedAt = 0;
