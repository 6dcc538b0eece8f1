/** The order that an officer chose for the queue, remembered on the device. Call it while a component starts. */
import type { Device } from '$lib/client/device';
import { orders, type Order } from './queue';

const key = 'confirm-order';

/** By age until the device has told what was chosen before. */
export function keptOrder(device: Pick<Device, 'memo' | 'setMemo'>): { current: Order } {
	let current = $state<Order>('age');
	let isChosen = false;
	void device.memo(key).then((kept) => {
		const known = orders.find((order) => order === kept);
		if (known !== undefined && !isChosen) current = known;
	});
	return {
		get current() {
			return current;
		},
		set current(order) {
			isChosen = true;
			current = order;
			void device.setMemo(key, order);
		}
	};
}
