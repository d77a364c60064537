// Where does a thing stand in the config files, and what is wrong with it?
import { visible } from "../text.ts";

export interface FileLine {
  /** As the person named it. */
  file: string;
  /** Which of the files, from 0. */
  nth: number;
  /** From 1; 0: the file as a whole. */
  line: number;
}

/** Notes a mistake: its place, what is wrong, and a line that would be right. */
export type Report = (place: FileLine, wrong: string, example: string) => void;

export const printFileLine = ({ file, line }: FileLine): string => (line === 0 ? file : `${file}:${line}`);

/** A report, and all that it was told, in the order of the files and each mistake once. */
export function mistakes(): { report: Report; problems: () => string[] } {
  const noted: { place: FileLine; text: string }[] = [];
  return {
    report: (place, wrong, example) =>
      noted.push({ place, text: visible(`${printFileLine(place)}: ${wrong}. For example: ${example}`) }),
    problems: () => {
      noted.sort((a, b) => a.place.nth - b.place.nth || a.place.line - b.place.line);
      return [...new Set(noted.map(({ text }) => text))];
    },
  };
}
