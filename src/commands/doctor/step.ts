// What was looked at, how it stands, and the next thing to do.
import { styleText } from "node:util";

export interface Step {
  /** Well, wrong, worth knowing, not checked. */
  mark: "✓" | "✗" | "!" | "–";
  /** A word or two. */
  name: string;
  said: string;
  /** A line each. */
  todo: string[];
}

/** The steps of one thing, under its name. */
export interface Section {
  title: string;
  steps: Step[];
}

export const well = (name: string, said: string): Step => ({ mark: "✓", name, said, todo: [] });
export const wrong = (name: string, said: string, ...todo: string[]): Step => ({ mark: "✗", name, said, todo });
export const note = (name: string, said: string, ...todo: string[]): Step => ({ mark: "!", name, said, todo });
export const skipped = (name: string, said: string): Step => ({ mark: "–", name, said, todo: [] });

const COLOURS = { "✓": "green", "✗": "red", "!": "yellow", "–": "dim" } as const;
type Style = "bold" | (typeof COLOURS)[Step["mark"]];

export function printSection({ title, steps }: Section, coloured: boolean): string[] {
  const paint = (style: Style, text: string) => (coloured ? styleText(style, text, { validateStream: false }) : text);
  const width = Math.min(20, Math.max(...steps.map(({ name }) => name.length)));
  return [
    "",
    paint("bold", title),
    ...steps.flatMap(({ mark, name, said, todo }) => [
      `  ${paint(COLOURS[mark], mark)} ${name.padEnd(width)}  ${said}`,
      ...todo.map((line) => `      ${line}`),
    ]),
  ];
}
