import { percent } from '../../core/percent.ts';
import type { MapPoint, StudyMap, StudyMapState } from '../evolution/study-maps.ts';
import { ScrollArea } from './scroll-area.tsx';

const width = 640;
const height = 420;
const margin = 26;
const largest = 24;

/** The picture of what volunteers write about, on top of a study's page; nothing while there is none. */
export function DensityMap({ map }: { readonly map: StudyMapState }) {
  if (map.state === 'none') return null;
  return (
    <section aria-labelledby="map">
      <h2 id="map">What people write about, so far</h2>
      {map.state === 'ready' ? (
        <Picture {...map.map} />
      ) : (
        <p class="notice">A map is being drawn from the rounds that have closed. Load this page again in a moment.</p>
      )}
    </section>
  );
}

function Picture({ points, parts, rounds }: StudyMap) {
  return (
    <>
      <p class="prose">
        An estimate without a guarantee, from rounds {rounds.join(', ')} together. Each circle is one of our made-up
        messages. Messages that are alike stand near each other, and a larger circle means that more of what people
        write is like it. It has no margin of error: nothing may be compared or ranked by it. The results of each round
        have shares with margins of error.
      </p>
      <ScrollArea label="Map of the messages">
        <svg
          class="map"
          viewBox={`0 0 ${width} ${height}`}
          width={width}
          height={height}
          role="img"
          aria-label="Map of the messages; its largest parts stand in the table below"
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
                <title>{point.text}</title>
              </circle>
            ))}
        </svg>
      </ScrollArea>
      <ScrollArea label="Largest parts of the map">
        <table class="plain">
          <thead>
            <tr>
              <th scope="col">Messages like</th>
              <th scope="col" class="number">
                Estimated part
              </th>
            </tr>
          </thead>
          <tbody>
            {parts.map(({ like, share }) => (
              <tr key={like}>
                <th scope="row">{like}</th>
                <td class="number">about {percent(share)}</td>
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
