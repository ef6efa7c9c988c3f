import type { Reply } from './replies.ts';

/** Everything that a reply can ask a browser to remember, to fetch, to report, or to run. */
const planted = (stranger: string): Record<string, string | string[]> => ({
  'set-cookie': ['install=1; Max-Age=86400; Path=/', 'other=2; HttpOnly; SameSite=None'],
  etag: '"install-1"',
  'last-modified': 'Tue, 14 Nov 2023 22:13:20 GMT',
  'cache-control': 'public, max-age=86400, immutable',
  expires: 'Fri, 31 Dec 2060 23:59:59 GMT',
  'strict-transport-security': 'max-age=31536000; includeSubDomains; preload',
  'clear-site-data': '"cache", "cookies", "storage", "executionContexts"',
  'service-worker-allowed': '/',
  link: `<${stranger}/preload.js>; rel=preload; as=script, <${stranger}>; rel=preconnect, <${stranger}/p>; rel=prefetch`,
  refresh: `0; url=${stranger}/refresh`,
  'alt-svc': `h2="${new URL(stranger).host}"; ma=86400; persist=1`,
  nel: '{"report_to":"n","max_age":86400,"success_fraction":1,"include_subdomains":true}',
  'report-to': `{"group":"n","max_age":86400,"endpoints":[{"url":"${stranger}/nel"}]}`,
  'reporting-endpoints': `default="${stranger}/reports"`,
  'content-security-policy': `default-src 'none'; report-uri ${stranger}/csp; report-to default`,
  'content-security-policy-report-only': `default-src 'none'; report-uri ${stranger}/csp`,
  'accept-ch': 'Sec-CH-UA-Full-Version-List, Sec-CH-UA-Arch, Device-Memory, DPR',
  'critical-ch': 'Sec-CH-UA-Full-Version-List',
  'content-type': 'text/html; charset=utf-16',
  'content-disposition': 'attachment; filename="study.exe"',
  'content-location': `${stranger}/study`,
  'speculation-rules': `"${stranger}/rules.json"`,
  sourcemap: `${stranger}/map`,
  'access-control-allow-origin': '*',
  'x-dns-prefetch-control': 'on',
});

/** `honest` with all of them, after early hints that name the stranger as well. */
export const withPlantedHeaders =
  (honest: Reply, stranger: string): Reply =>
  (response) => {
    response.writeEarlyHints({ link: `<${stranger}/early.js>; rel=preload; as=script` });
    const { writeHead } = response;
    response.writeHead = ((status: number, headers: object) =>
      writeHead.call(response, status, { ...headers, ...planted(stranger) })) as never;
    honest(response);
  };
