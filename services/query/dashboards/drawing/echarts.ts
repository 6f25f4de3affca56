import { BarChart, LineChart, PieChart, ScatterChart } from 'echarts/charts';
import { GridComponent, LegendScrollComponent, TooltipComponent } from 'echarts/components';
import { use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';

// Of ECharts what optionOf draws with, and no more: a browser loads it, too.
use([BarChart, LineChart, PieChart, ScatterChart, GridComponent, LegendScrollComponent, TooltipComponent, SVGRenderer]);

export { init } from 'echarts/core';
