// What can write to `out/` and to the folders of `jspath`? Only this.

/**
 * Why a file was made. `new`: it was not there; `changed`: its content differs; `lost`: it was up to date, but somebody has
 * removed or changed it.
 */
export type WriteReason = "new" | "changed" | "lost";

/**
 * Paths are relative to `out`. An absolute path (`jspath`) below `out` is the same file as the relative one; one outside is
 * written but never removed. Other people's files are left alone, unless they have the name of ours. Its methods throw a
 * UserError (EXIT.io) if a file cannot be read or written.
 */
export interface Publisher {
  /**
   * Makes a file unless it is up to date: then the manifest has this fingerprint and the file is as we left it.
   * @param draw called only if the file must be made
   * @returns why it was made; undefined: it was left alone
   */
  draw(path: string, fingerprint: string, draw: () => Promise<string | Buffer>): Promise<WriteReason | undefined>;

  /** The fingerprint that a drawn file had before this run; undefined: it is not in the manifest. */
  fingerprintOf(path: string): string | undefined;

  /** Writes a file unless it already has these bytes. @returns why it was written; undefined: it was left alone */
  write(path: string, text: string): Promise<WriteReason | undefined>;

  /** Keeps a file as an earlier run made it, if one did. */
  keep(path: string): void;

  /** A text, as it was passed to `draw` or `write`. */
  read(path: string): Promise<string>;

  /** Removes the files of earlier runs that this one neither made nor wants to keep, then writes the manifest. */
  finish(keep: (path: string) => boolean): Promise<void>;

  /** Ends early: writes the manifest, so that what was drawn so far need not be drawn again. Removes nothing. */
  abandon(): Promise<void>;
}
