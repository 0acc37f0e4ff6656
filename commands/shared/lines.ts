export { taskLine, urgencyOf } from '../../src/decisions/lines.ts';
