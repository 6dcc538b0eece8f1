import { describeHistories } from './histories';

describeHistories(0);
