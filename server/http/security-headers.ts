import type { FastifyHelmetOptions } from '@fastify/helmet';

/** Pages are HTML and one style sheet of this server: no script, no frame, nothing from elsewhere. */
export const securityHeaders: FastifyHelmetOptions = {
  contentSecurityPolicy: {
    useDefaults: false,
    directives: {
      defaultSrc: ["'none'"],
      styleSrc: ["'self'"],
      imgSrc: ["'self'"],
      baseUri: ["'none'"],
      formAction: ["'none'"],
      frameAncestors: ["'none'"],
    },
  },
  referrerPolicy: { policy: 'no-referrer' },
  // A study server does not decide for its sibling domains.
  strictTransportSecurity: { maxAge: 31_536_000, includeSubDomains: false },
};
