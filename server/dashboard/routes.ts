import type { App, Services } from '../http/services.ts';

export function registerDashboard(_app: App, _services: Services): void {}
