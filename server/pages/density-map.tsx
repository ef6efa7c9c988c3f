import type { MapPoint, StudyMap, StudyMapState } from '../evolution/study-maps.ts';
import { ScrollArea } from './scroll-area.tsx';
import type { Theirs } from './theirs.ts';
import { useReader } from './visit.ts';

const width = 640;
const height = 420;
const margin = 26;
const largest = 24;

/** The picture of what volunteers write about, on top of a study's page; nothing while there is none. */
export function DensityMap({ map, words }: { readonly map: StudyMapState; readonly words: Theirs }) {
  const { say } = useReader();
  if (map.state === 'none') return null;
  return (
    <section aria-labelledby="map">
      <h2 id="map">{say('map_heading')}</h2>
      {map.state === 'ready' ? <Picture map={map.map} words={words} /> : <p class="notice">{say('map_drawing')}</p>}
    </section>
  );
}

function Picture({ map: { points, parts, rounds }, words }: { readonly map: StudyMap; readonly words: Theirs }) {
  const { say, percent, list } = useReader();
  return (
    <>
      <p class="prose">{say('map_explained', { count: rounds.length, rounds: list(rounds.map(String)) })}</p>
      <ScrollArea label={say('map_area')}>
        <svg
          class="map"
          viewBox={`0 0 ${width} ${height}`}
          width={width}
          height={height}
          role="img"
          aria-label={say('map_picture')}
        >
          {points
            .toSorted((a, b) => b.weight - a.weight)
            .map((point) => (
              <circle
                key={point.text}
                cx={(margin + point.x * (width - 2 * margin)).toFixed(1)}
                cy={(margin + point.y * (height - 2 * margin)).toFixed(1)}
                r={radius(point, points).toFixed(1)}
              >
                <title lang={words.lang}>{point.text}</title>
              </circle>
            ))}
        </svg>
      </ScrollArea>
      <ScrollArea label={say('map_table')}>
        <table class="plain">
          <thead>
            <tr>
              <th scope="col">{say('map_like')}</th>
              <th scope="col" class="number">
                {say('map_part')}
              </th>
            </tr>
          </thead>
          <tbody>
            {parts.map(({ like, share }) => (
              <tr key={like}>
                <th scope="row" {...words}>
                  {like}
                </th>
                <td class="number">{say('map_about', { share: percent(share) })}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollArea>
    </>
  );
}

/** The area of a circle is in proportion to its weight. */
function radius({ weight }: MapPoint, points: readonly MapPoint[]): number {
  const most = Math.max(...points.map((point) => point.weight));
  return Math.max(1.5, largest * Math.sqrt(weight / most));
}
