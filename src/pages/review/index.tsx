import { render } from 'preact';
import { ReviewPage } from './review-page.tsx';

render(<ReviewPage />, document.body);
