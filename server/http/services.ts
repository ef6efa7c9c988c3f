import type {
  FastifyBaseLogger,
  FastifyInstance,
  RawReplyDefaultExpression,
  RawRequestDefaultExpression,
  RawServerDefault,
} from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import type { Access } from '../access/access.ts';
import type { Automatic } from '../automatic/automatic.ts';
import type { Pools } from '../automatic/pools.ts';
import type { InstallLinks } from '../configuration.ts';
import type { StudyMaps } from '../evolution/study-maps.ts';
import type { Results } from '../results/round-results.ts';
import type { ReportStore } from '../store/report-store.ts';
import type { Catalogue } from '../studies/catalogue.ts';
import type { Lifecycle } from '../studies/lifecycle.ts';
import type { Previews } from '../studies/previews.ts';

/** What routes need. */
export interface Services {
  readonly store: ReportStore;
  readonly catalogue: Catalogue;
  readonly results: Results;
  readonly lifecycle: Lifecycle;
  readonly previews: Previews;
  readonly maps: StudyMaps;
  readonly pools: Pools;
  readonly automatic: Automatic;
  /** Origin in join links; undefined: where the server listens. */
  readonly publicOrigin: string | undefined;
  readonly install: InstallLinks;
  /** What the server listens on. */
  readonly host: string;
  readonly access: Access;
}

/** Fastify whose routes take zod schemas. */
export type App = FastifyInstance<
  RawServerDefault,
  RawRequestDefaultExpression,
  RawReplyDefaultExpression,
  FastifyBaseLogger,
  ZodTypeProvider
>;
