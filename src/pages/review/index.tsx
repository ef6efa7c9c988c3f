import { showPage } from '../parts/show-page.tsx';
import { ReviewPage } from './review-page.tsx';

showPage('review_title', <ReviewPage />);
