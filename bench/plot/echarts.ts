// ECharts on the server: one instance for all plots, with its own min-max decimation where points are denser than pixels. Its
// ten lines share one frame above the daily bars, which is less work than our eleven panels.
import type { Data } from "./data.ts";

interface Echarts {
  init(dom: null, theme: null, options: object): Chart;
}
interface Chart {
  setOption(option: object, anew: boolean): void;
  renderToSVGString(): string;
  dispose(): void;
}

/** Installed by `npm install --prefix bench`. The name is not a literal, so that types can be checked without it. */
export async function startEcharts(): Promise<{ load(data: Data): () => string }> {
  const echarts = (await import(["echarts"].join(""))) as Echarts;
  const chart = echarts.init(null, null, { renderer: "svg", ssr: true, width: 992, height: 860 });
  return {
    load({ series, counts }) {
      const option = {
        animation: false,
        grid: [
          { top: 30, height: 650 },
          { top: 740, height: 80 },
        ],
        xAxis: [
          { type: "time", gridIndex: 0 },
          { type: "time", gridIndex: 1 },
        ],
        yAxis: [{ gridIndex: 0 }, { gridIndex: 1 }],
        series: [
          ...series.map(({ item, points }) => ({
            ...{ type: "line", name: item, data: points, showSymbol: false, sampling: "minmax" },
          })),
          { type: "bar", xAxisIndex: 1, yAxisIndex: 1, data: counts },
        ],
      };
      return () => {
        chart.setOption(option, true);
        return chart.renderToSVGString();
      };
    },
  };
}
