// Which files must be made, which stand as they should, which are to go?
import { dirname, isAbsolute, join, relative } from "node:path";
import { EXIT, ioError, UserError } from "../errors.ts";
import {
  appendStanding,
  isInside,
  makeFolder,
  obstacle,
  readStanding,
  removeStanding,
  replaceStanding,
  standing,
  sweep,
} from "./folder.ts";
import { filled, unfilled } from "./filled.ts";
import type { Entry, Manifest } from "./manifest.ts";
import { BEGUN, entryOf, MANIFEST, parseBegun, parseManifest, printBegun, printManifest } from "./manifest.ts";
import type { Publisher, Why } from "./publisher.ts";

/** Made if absent; it may be a link. */
export function prepareOut(out: string): void {
  io(out, () => makeFolder(out));
}

/** `out` is made if absent; it may be a link. */
export async function openPublisher(out: string): Promise<Publisher> {
  return io(out, () => {
    makeFolder(out);
    return new OutFolder(out, readManifest(out), standing(join(out, MANIFEST))?.mtimeMs ?? 0);
  });
}

/** And what a run that was killed had replaced by then: ours too, but of what fingerprint nobody knows. */
function readManifest(out: string): Manifest {
  const read = (name: string) => readStanding(join(out, name))?.toString() ?? "";
  const manifest = parseManifest(read(MANIFEST));
  for (const [path, size] of parseBegun(read(BEGUN))) {
    const fingerprint = manifest.get(path)?.fingerprint ?? "";
    if (standing(join(out, path))?.size === size) manifest.set(path, { size, fingerprint });
  }
  return manifest;
}

class OutFolder implements Publisher {
  readonly #made: Manifest = new Map();
  readonly #swept = new Set<string>();
  /** Folders to which no link leads: asking again for each of ten thousand files would find no more than chance. */
  readonly #plain = new Set<string>();
  #changed = false;

  constructor(
    readonly out: string,
    readonly before: Manifest,
    /** When the manifest was: a file newer than that is of a run that was killed, or of somebody else. */
    readonly written: number,
  ) {}

  async draw(path: string, fingerprint: string, draw: () => Promise<string | Buffer>): Promise<Why | undefined> {
    const ours = this.#below(path);
    if (ours === undefined) return this.#put(path, filled(path, await draw()));
    const known = this.before.get(ours);
    if (known?.fingerprint === fingerprint && this.#stands(ours, known)) {
      this.#made.set(ours, known);
      return undefined;
    }
    const content = filled(path, await draw());
    this.#put(ours, content);
    this.#made.set(ours, entryOf(content, fingerprint));
    // Even with the same bytes: the manifest must be newer than the file, or it would be drawn for ever.
    this.#changed = true;
    return known === undefined ? "new" : known.fingerprint === fingerprint ? "lost" : "changed";
  }

  known(path: string): string | undefined {
    return this.before.get(path)?.fingerprint;
  }

  async write(path: string, text: string): Promise<Why | undefined> {
    const ours = this.#below(path);
    const content = filled(path, text);
    const put = this.#put(ours ?? path, content);
    if (ours === undefined) return put;
    const known = this.before.get(ours);
    // Hashing all pages every night takes longer than telling that they are as they were.
    const entry = put === undefined && known?.size === Buffer.byteLength(content) ? known : entryOf(content);
    this.#made.set(ours, entry);
    return put && known?.fingerprint === entry.fingerprint ? "lost" : put;
  }

  keep(path: string): void {
    const known = this.before.get(path);
    if (known) this.#made.set(path, known);
  }

  async read(path: string): Promise<string> {
    const file = this.#file(path);
    const bytes = io(file, () => readStanding(file));
    if (bytes) return unfilled(bytes.toString());
    throw new UserError(EXIT.io, [`${file} is gone, though it was there. Does another program write to ${this.out}?`]);
  }

  async finish(keep: (path: string) => boolean): Promise<void> {
    const rest = [...this.before].filter(([path]) => !this.#made.has(path));
    // Pages before what they show, or killed on the way we would leave links to what is gone.
    const [pages, others] = [true, false].map((page) => rest.filter(([path]) => path.endsWith(".html") === page));
    for (const [path, entry] of [...pages!, ...others!]) {
      if (keep(path)) this.#made.set(path, entry);
      else this.#remove(path, entry);
    }
    this.#writeManifest(this.#made);
  }

  async abandon(): Promise<void> {
    this.#writeManifest(new Map([...this.before, ...this.#made]));
  }

  /** The path relative to `out`; undefined: it lies elsewhere. */
  #below(path: string): string | undefined {
    if (!isAbsolute(path)) return path;
    const below = relative(this.out, path);
    return isInside(below) ? below : undefined;
  }

  #stands(path: string, { size }: Entry): boolean {
    const file = this.#file(path);
    const stats = io(file, () => standing(file));
    return stats?.size === size && stats.mtimeMs <= this.written;
  }

  #put(path: string, content: string | Buffer): Why | undefined {
    const file = this.#file(path);
    const bytes = Buffer.from(content);
    return io(file, () => {
      this.#sweep(dirname(file));
      const standing = readStanding(file);
      if (standing?.equals(bytes)) return undefined;
      if (!isAbsolute(path)) appendStanding(join(this.out, BEGUN), printBegun(path, bytes.length));
      replaceStanding(file, bytes);
      this.#changed = true;
      return standing ? "changed" : "new";
    });
  }

  /** Absolute paths are the person's, links and all; below `out` a link might lead anywhere. */
  #file(path: string): string {
    if (isAbsolute(path)) return path;
    if (!isInside(path)) throw new Error(`${path} is not below out`);
    const file = join(this.out, path);
    const folder = dirname(file);
    if (this.#plain.has(folder)) return file;
    const link = io(file, () => obstacle(this.out, path));
    if (link === undefined) {
      this.#plain.add(folder);
      return file;
    }
    throw new UserError(EXIT.io, [
      `${link} is a link or a file where a folder of pages must be, and is not followed. Move it away, then run again`,
    ]);
  }

  #sweep(folder: string): void {
    if (this.#swept.has(folder)) return;
    this.#swept.add(folder);
    sweep(folder);
  }

  /** Of another size it is not what we wrote: somebody has put a page of their own there. */
  #remove(path: string, { size }: Entry): void {
    const file = join(this.out, path);
    io(file, () => {
      if (obstacle(this.out, path) !== undefined || (standing(file)?.size ?? size) !== size) return;
      removeStanding(this.out, path);
      this.#changed = true;
    });
  }

  #writeManifest(manifest: Manifest): void {
    const bytes = Buffer.from(printManifest(manifest));
    const file = join(this.out, MANIFEST);
    io(file, () => {
      if (this.#changed || !readStanding(file)?.equals(bytes)) replaceStanding(file, bytes);
      removeStanding(this.out, BEGUN);
    });
  }
}

function io<T>(file: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw ioError(`cannot publish ${file}`, error);
  }
}
