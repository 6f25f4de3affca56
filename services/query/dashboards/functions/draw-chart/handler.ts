import { createTelemetry, wire } from '@tributary/shared/lambda.ts';
import { drawChart } from './draw-chart.ts';

export const handler = wire(createTelemetry(), drawChart);
