import { actRoutes } from './acts.ts';
import { assignmentRoutes } from './assignments.ts';
import { auditRoutes } from './audit.ts';
import { broadcastRoutes } from './broadcasts.ts';
import { calendarRoutes } from './calendar.ts';
import { deliveryRoutes } from './deliveries.ts';
import { directoryRoutes } from './directory.ts';
import type { Route } from './route.ts';
import { taskRoutes } from './tasks.ts';
import { trackingRoutes } from './tracking.ts';

/** Every route below /api/v1 that asks or decides about the work; the web chat's own are in `web/chat`. */
export const routes: readonly Route[] = [
  ...directoryRoutes,
  ...taskRoutes,
  ...assignmentRoutes,
  ...actRoutes,
  ...trackingRoutes,
  ...deliveryRoutes,
  ...broadcastRoutes,
  ...auditRoutes,
  ...calendarRoutes,
];
