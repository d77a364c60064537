// The publisher of `out/`: which files must be made, which are up to date, which must be removed?
import { dirname, isAbsolute, join, relative } from "node:path";
import { EXIT, ioError, UserError } from "../errors.ts";
import {
  appendToFile,
  isInside,
  makeFolder,
  firstNonFolder,
  readIfFile,
  removeFile,
  publishFile,
  fileStats,
  removeTempFiles,
} from "./folder.ts";
import { filled, unfilled } from "./filled.ts";
import type { Entry, Manifest } from "./manifest.ts";
import { BEGUN, entryOf, MANIFEST, parseBegun, parseManifest, printBegun, printManifest } from "./manifest.ts";
import type { Publisher, WriteReason } from "./publisher.ts";

/** Creates `out` if absent; it may be a link. @throws UserError EXIT.io if that fails */
export function prepareOut(out: string): void {
  io(out, () => makeFolder(out));
}

/** Opens `out`, which is created if absent and may be a link. @throws UserError EXIT.io if it cannot be created or read */
export async function openPublisher(out: string): Promise<Publisher> {
  return io(out, () => {
    makeFolder(out);
    return new OutFolder(out, readManifest(out), fileStats(join(out, MANIFEST))?.mtimeMs ?? 0);
  });
}

/** Includes what a killed run had replaced: that is ours too. Its fingerprint is unknown. */
function readManifest(out: string): Manifest {
  const read = (name: string) => readIfFile(join(out, name))?.toString() ?? "";
  const manifest = parseManifest(read(MANIFEST));
  for (const [path, size] of parseBegun(read(BEGUN))) {
    const fingerprint = manifest.get(path)?.fingerprint ?? "";
    if (fileStats(join(out, path))?.size === size) manifest.set(path, { size, fingerprint });
  }
  return manifest;
}

class OutFolder implements Publisher {
  readonly #current: Manifest = new Map();
  readonly #cleaned = new Set<string>();
  /** Folders known to be no links: not checked again for each of ten thousand files. */
  readonly #realFolders = new Set<string>();
  #changed = false;

  constructor(
    readonly out: string,
    readonly previous: Manifest,
    /** When the manifest was written: a newer file is from a killed run, or from somebody else. */
    readonly manifestMtimeMs: number,
  ) {}

  async draw(
    path: string,
    fingerprint: string,
    draw: () => Promise<string | Buffer>,
  ): Promise<WriteReason | undefined> {
    const ours = this.#relative(path);
    if (ours === undefined) return this.#replace(path, filled(path, await draw()));
    const known = this.previous.get(ours);
    if (known?.fingerprint === fingerprint && this.#isUntouched(ours, known)) {
      this.#current.set(ours, known);
      return undefined;
    }
    const content = filled(path, await draw());
    this.#replace(ours, content);
    this.#current.set(ours, entryOf(content, fingerprint));
    // Even if the bytes are the same: the manifest must be newer than the file, or every run would draw it again.
    this.#changed = true;
    return known === undefined ? "new" : known.fingerprint === fingerprint ? "lost" : "changed";
  }

  fingerprintOf(path: string): string | undefined {
    return this.previous.get(path)?.fingerprint;
  }

  async write(path: string, text: string): Promise<WriteReason | undefined> {
    const ours = this.#relative(path);
    const content = filled(path, text);
    const reason = this.#replace(ours ?? path, content);
    if (ours === undefined) return reason;
    const known = this.previous.get(ours);
    // Comparing a page with the old one is faster than hashing it.
    const entry = reason === undefined && known?.size === Buffer.byteLength(content) ? known : entryOf(content);
    this.#current.set(ours, entry);
    return reason && known?.fingerprint === entry.fingerprint ? "lost" : reason;
  }

  keep(path: string): void {
    const known = this.previous.get(path);
    if (known) this.#current.set(path, known);
  }

  async read(path: string): Promise<string> {
    const file = this.#file(path);
    const bytes = io(file, () => readIfFile(file));
    if (bytes) return unfilled(bytes.toString());
    throw new UserError(EXIT.io, [`${file} is gone, though it was there. Does another program write to ${this.out}?`]);
  }

  async finish(keep: (path: string) => boolean): Promise<void> {
    const rest = [...this.previous].filter(([path]) => !this.#current.has(path));
    // Pages before what they show: if we are killed halfway, no page links to a removed file.
    const [pages, others] = [true, false].map((page) => rest.filter(([path]) => path.endsWith(".html") === page));
    for (const [path, entry] of [...pages!, ...others!]) {
      if (keep(path)) this.#current.set(path, entry);
      else this.#remove(path, entry);
    }
    this.#writeManifest(this.#current);
  }

  async abandon(): Promise<void> {
    this.#writeManifest(new Map([...this.previous, ...this.#current]));
  }

  /** The path relative to `out`; undefined if it is elsewhere. */
  #relative(path: string): string | undefined {
    if (!isAbsolute(path)) return path;
    const below = relative(this.out, path);
    return isInside(below) ? below : undefined;
  }

  #isUntouched(path: string, { size }: Entry): boolean {
    const file = this.#file(path);
    const stats = io(file, () => fileStats(file));
    return stats?.size === size && stats.mtimeMs <= this.manifestMtimeMs;
  }

  #replace(path: string, content: string | Buffer): WriteReason | undefined {
    const file = this.#file(path);
    const bytes = Buffer.from(content);
    return io(file, () => {
      this.#removeTempFiles(dirname(file));
      const old = readIfFile(file);
      if (old?.equals(bytes)) return undefined;
      if (!isAbsolute(path)) appendToFile(join(this.out, BEGUN), printBegun(path, bytes.length));
      publishFile(file, bytes);
      this.#changed = true;
      return old ? "changed" : "new";
    });
  }

  /** Absolute paths come from the config, so links in them are wanted. Below `out` a link might lead anywhere. */
  #file(path: string): string {
    if (isAbsolute(path)) return path;
    if (!isInside(path)) throw new Error(`${path} is not below out`);
    const file = join(this.out, path);
    const folder = dirname(file);
    if (this.#realFolders.has(folder)) return file;
    const link = io(file, () => firstNonFolder(this.out, path));
    if (link === undefined) {
      this.#realFolders.add(folder);
      return file;
    }
    throw new UserError(EXIT.io, [
      `${link} is a link or a file, but must be a folder; links are not followed. Move it away, then run again`,
    ]);
  }

  #removeTempFiles(folder: string): void {
    if (this.#cleaned.has(folder)) return;
    this.#cleaned.add(folder);
    removeTempFiles(folder);
  }

  /** Not if its size has changed: then somebody has put a file of their own there. */
  #remove(path: string, { size }: Entry): void {
    const file = join(this.out, path);
    io(file, () => {
      if (firstNonFolder(this.out, path) !== undefined || (fileStats(file)?.size ?? size) !== size) return;
      removeFile(this.out, path);
      this.#changed = true;
    });
  }

  #writeManifest(manifest: Manifest): void {
    const bytes = Buffer.from(printManifest(manifest));
    const file = join(this.out, MANIFEST);
    io(file, () => {
      if (this.#changed || !readIfFile(file)?.equals(bytes)) publishFile(file, bytes);
      removeFile(this.out, BEGUN);
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
