import { describeHistories } from './histories';

describeHistories(1);
