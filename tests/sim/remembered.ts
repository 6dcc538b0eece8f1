/**
 * Plans that once broke an invariant, made as small as they go, each under the name of what was
 * wrong. They are kept for ever.
 */
import type { HistoryPlan } from './plan';

const quiet = { lineFaults: [], uploadFaults: [] };

export const remembered: Readonly<Record<string, HistoryPlan>> = {
	'a replica that came after its exchange was given up took the place of the one in use [F7, I1]': {
		...{ seed: 13, troubledMs: 197_591, isOnDisk: true, reports: 3 },
		devices: ['ali', 'salma', 'huda'],
		events: [
			{ at: 43_641, kind: 'backup', device: 1, draw: 1143408863 },
			{ at: 71_539, kind: 'act', device: 1, draw: 802272208 },
			{ at: 101_905, kind: 'restore', device: 1, draw: 192447351 }
		],
		lineFaults: [{ device: 1, nth: 0, kind: 'delayed', draw: 1817813556 }],
		uploadFaults: []
	},
	'the end of a session was heard after the next one had begun, and nobody tried again [B6, I4]': {
		...{ seed: 22, troubledMs: 101_797, isOnDisk: false, reports: 2, ...quiet },
		devices: ['ali', 'salma', 'huda'],
		events: [
			{ at: 77_563, kind: 'cache_lost', device: 2, draw: 593020641 },
			{ at: 91_978, kind: 'act', device: 1, draw: 54394482 },
			{ at: 98_083, kind: 'session_ends', device: 2, draw: 1671055098 },
			{ at: 99_915, kind: 'come', device: 2, draw: 1727108472 }
		]
	},
	'a device that had lost its cache did not notice that the server was restored [C8, F8, I1]': {
		...{ seed: 78, troubledMs: 182_183, isOnDisk: true, reports: 3, ...quiet },
		devices: ['ali', 'badr', 'salma', 'huda'],
		events: [
			{ at: 84_610, kind: 'act', device: 2, draw: 313263281 },
			{ at: 102_016, kind: 'backup', device: 2, draw: 1333729646 },
			{ at: 120_868, kind: 'act', device: 0, draw: 392166048 },
			{ at: 122_570, kind: 'access_ends', device: 0, draw: 914502495 },
			{ at: 146_390, kind: 'restore_unannounced', device: 1, draw: 953835346 }
		]
	},
	'a request from before a restore was taken after it, and its author not told anew [F7, I12]': {
		...{ seed: 78, troubledMs: 126_455, isOnDisk: true, reports: 3, uploadFaults: [] },
		devices: ['ali', 'badr', 'salma', 'huda'],
		events: [
			{ at: 3369, kind: 'act', device: 2, draw: 393513346 },
			{ at: 7975, kind: 'act', device: 2, draw: 258941625 },
			{ at: 9060, kind: 'report', device: 1, draw: 38397499 },
			{ at: 11_666, kind: 'act', device: 2, draw: 1192174995 },
			{ at: 13_141, kind: 'act', device: 2, draw: 880836248 },
			{ at: 23_042, kind: 'come', device: 2, draw: 1336156244 },
			{ at: 37_654, kind: 'act', device: 2, draw: 223759596 },
			{ at: 78_284, kind: 'backup', device: 3, draw: 774467862 },
			{ at: 85_077, kind: 'access_ends', device: 0, draw: 914502495 },
			{ at: 101_538, kind: 'act', device: 2, draw: 1084763662 },
			{ at: 101_610, kind: 'restore_unannounced', device: 1, draw: 953835346 }
		],
		lineFaults: [
			{ device: 2, nth: 5, kind: 'cut', draw: 1761160772 },
			{ device: 2, nth: 8, kind: 'error_500', draw: 1539186406 },
			{ device: 2, nth: 9, kind: 'delayed', draw: 1907819078 },
			{ device: 2, nth: 10, kind: 'partial_503', draw: 1959322345 },
			{ device: 2, nth: 12, kind: 'busy_503', draw: 1717074590 }
		]
	},
	'a device that got a new replica waited a minute because it had been offline before [I11]': {
		...{ seed: 1681, troubledMs: 115_715, isOnDisk: false, reports: 2, ...quiet },
		devices: ['ali', 'badr', 'salma', 'noor'],
		events: [
			{ at: 49_482, kind: 'act', device: 2, draw: 1410753931 },
			{ at: 72_127, kind: 'signal_lost', device: 1, draw: 1910947053 },
			{ at: 84_229, kind: 'act', device: 1, draw: 415409124 },
			{ at: 86_101, kind: 'access_ends', device: 1, draw: 74602715 },
			{ at: 103_151, kind: 'act', device: 1, draw: 1691830942 },
			{ at: 103_669, kind: 'access_returns', device: 0, draw: 1317400322 }
		]
	},
	'a backup from before a restore was put back without a word, and looked no older than its note [F8, I1]':
		{
			...{ seed: 73, troubledMs: 61_769, isOnDisk: true, reports: 3, ...quiet },
			devices: ['ali', 'badr', 'salma', 'huda'],
			events: [
				{ at: 7628, kind: 'backup', device: 3, draw: 2127770987 },
				{ at: 8032, kind: 'act', device: 3, draw: 719796527 },
				{ at: 25_141, kind: 'restore', device: 3, draw: 1017477168 },
				{ at: 32_530, kind: 'restore_unannounced', device: 1, draw: 530086899 },
				{ at: 34_351, kind: 'act', device: 2, draw: 583202803 }
			]
		},
	'work on a report that had left and come back was shown on top of it for ever after a restore [F7, I4]':
		{
			...{ seed: 2189, troubledMs: 121_402, isOnDisk: true, reports: 5, ...quiet },
			devices: ['ali', 'badr', 'salma', 'noor'],
			events: [
				{ at: 8007, kind: 'act', device: 2, draw: 1026899696 },
				{ at: 8172, kind: 'die', device: 1, draw: 1071877004 },
				{ at: 8370, kind: 'come', device: 1, draw: 707643408 },
				{ at: 9997, kind: 'act', device: 2, draw: 906250721 },
				{ at: 40_337, kind: 'signal_lost', device: 1, draw: 559306495 },
				{ at: 45_137, kind: 'report', device: 3, draw: 2103957790 },
				{ at: 76_798, kind: 'report', device: 3, draw: 1219549493 },
				{ at: 77_876, kind: 'act', device: 1, draw: 1411840334 },
				{ at: 89_869, kind: 'act', device: 2, draw: 415380089 },
				{ at: 90_333, kind: 'come', device: 0, draw: 336086289 },
				{ at: 93_095, kind: 'act', device: 2, draw: 894297057 },
				{ at: 104_037, kind: 'backup', device: 2, draw: 467557052 },
				{ at: 111_989, kind: 'act', device: 0, draw: 1517411891 },
				{ at: 114_950, kind: 'restore_unannounced', device: 1, draw: 562854828 }
			]
		},
	'a refusal was lost with a restore that left no other trace [F8, I1]': {
		...{ seed: 7006, troubledMs: 160_450, isOnDisk: true, reports: 4, ...quiet },
		devices: ['ali', 'badr', 'salma', 'noor'],
		events: [
			{ at: 105_449, kind: 'online', device: 2, draw: 2006784464 },
			{ at: 113_786, kind: 'person_moves', device: 2, draw: 1389808500 },
			{ at: 152_026, kind: 'backup', device: 3, draw: 782675616 },
			{ at: 154_900, kind: 'act', device: 2, draw: 697454352 },
			{ at: 159_237, kind: 'restore_unannounced', device: 3, draw: 1483453234 }
		]
	},
	'work that had been handed in was lost with a restore while its device rested [D3, F8, I1]': {
		...{ seed: 6567, troubledMs: 150_503, isOnDisk: true, reports: 3, ...quiet },
		devices: ['ali', 'badr', 'salma', 'huda'],
		events: [
			{ at: 12_505, kind: 'act', device: 2, draw: 41674802 },
			{ at: 13_760, kind: 'access_ends', device: 2, draw: 335679192 },
			{ at: 58_855, kind: 'backup', device: 2, draw: 594522183 },
			{ at: 98_438, kind: 'undo', device: 2, draw: 778439075 },
			{ at: 112_543, kind: 'restore', device: 0, draw: 286408161 }
		]
	},
	'a network that came back within Retry-After had to wait for the longer back-off [B2, I11]': {
		...{ seed: 5424, troubledMs: 162_777, isOnDisk: false, reports: 4 },
		devices: ['ali', 'badr', 'salma', 'huda'],
		events: [
			{ at: 9_608, kind: 'act', device: 2, draw: 2117911573 },
			{ at: 17_653, kind: 'act', device: 2, draw: 430497660 },
			{ at: 19_559, kind: 'act', device: 2, draw: 836670954 },
			{ at: 30_286, kind: 'act', device: 2, draw: 111393878 },
			{ at: 32_371, kind: 'act', device: 2, draw: 424064698 },
			{ at: 35_146, kind: 'undo', device: 2, draw: 2027081372 },
			{ at: 56_600, kind: 'act', device: 2, draw: 1640934225 },
			{ at: 57_735, kind: 'undo', device: 2, draw: 1958938014 },
			{ at: 62_755, kind: 'act', device: 2, draw: 1483975100 },
			{ at: 66_661, kind: 'signal_lost', device: 1, draw: 382947678 },
			{ at: 82_528, kind: 'online', device: 2, draw: 458421867 },
			{ at: 86_412, kind: 'act', device: 2, draw: 87881339 },
			{ at: 105_459, kind: 'come', device: 2, draw: 247150373 },
			{ at: 106_630, kind: 'act', device: 2, draw: 1343475185 },
			{ at: 108_110, kind: 'act', device: 1, draw: 1558858836 },
			{ at: 114_898, kind: 'act', device: 2, draw: 1161093559 },
			{ at: 118_285, kind: 'signal_lost', device: 2, draw: 476163556 },
			{ at: 119_468, kind: 'undo', device: 2, draw: 1034900472 }
		],
		lineFaults: [
			{ device: 2, nth: 1, kind: 'upgrade_426', draw: 1537009405 },
			{ device: 2, nth: 8, kind: 'busy_503', draw: 718119862 },
			{ device: 2, nth: 12, kind: 'proxy_502', draw: 1263549979 },
			{ device: 2, nth: 13, kind: 'upgrade_426', draw: 1396285099 },
			{ device: 2, nth: 14, kind: 'portal_page', draw: 101442151 },
			{ device: 2, nth: 17, kind: 'lost_after', draw: 185349522 },
			{ device: 2, nth: 18, kind: 'portal_json', draw: 771318675 },
			{ device: 2, nth: 19, kind: 'proxy_502', draw: 202689057 },
			{ device: 2, nth: 22, kind: 'portal_page', draw: 597869898 },
			{ device: 2, nth: 31, kind: 'too_many_429', draw: 1240246600 }
		],
		uploadFaults: []
	},
	'work answered by a restored server, whose page could not be read, went out of sight [B8, F7, I7]':
		{
			...{ seed: 7836, troubledMs: 143_098, isOnDisk: true, reports: 5 },
			devices: ['ali', 'badr', 'salma', 'huda'],
			events: [
				{ at: 11_751, kind: 'signal_lost', device: 0, draw: 2021789521 },
				{ at: 15_076, kind: 'act', device: 2, draw: 240710925 },
				{ at: 30_742, kind: 'act', device: 3, draw: 160429886 },
				{ at: 34_239, kind: 'act', device: 0, draw: 676707100 },
				{ at: 34_569, kind: 'die', device: 0, draw: 560105879 },
				{ at: 35_948, kind: 'act', device: 2, draw: 61593950 },
				{ at: 37_819, kind: 'backup', device: 2, draw: 268184176 },
				{ at: 40_488, kind: 'undo', device: 2, draw: 2047105728 },
				{ at: 52_781, kind: 'act', device: 0, draw: 893393568 },
				{ at: 74_949, kind: 'signal_lost', device: 0, draw: 1846981739 },
				{ at: 74_963, kind: 'act', device: 0, draw: 2088322486 },
				{ at: 83_042, kind: 'restore_unannounced', device: 0, draw: 1972980000 },
				{ at: 96_473, kind: 'act', device: 0, draw: 29099343 }
			],
			lineFaults: [{ device: 0, nth: 11, kind: 'upgrade_426', draw: 1767292375 }],
			uploadFaults: []
		},
	'a device that was given a new replica waited as long as one that cannot reach the server [D3, I11]':
		{
			...{ seed: 10055, troubledMs: 127_866, isOnDisk: false, reports: 3 },
			devices: ['ali', 'salma', 'huda'],
			events: [
				{ at: 9_387, kind: 'access_ends', device: 1, draw: 1871437085 },
				{ at: 9_395, kind: 'act', device: 1, draw: 612523072 },
				{ at: 14_527, kind: 'act', device: 1, draw: 286390429 },
				{ at: 61_673, kind: 'signal_lost', device: 1, draw: 1106543434 },
				{ at: 63_840, kind: 'access_returns', device: 1, draw: 1274869835 },
				{ at: 83_329, kind: 'signal_lost', device: 1, draw: 1827446699 }
			],
			lineFaults: [
				{ device: 1, nth: 0, kind: 'portal_page', draw: 1555261394 },
				{ device: 1, nth: 2, kind: 'lost_before', draw: 624500860 },
				{ device: 1, nth: 21, kind: 'lost_after', draw: 326346801 }
			],
			uploadFaults: []
		},
	'photos waited out the back-off of older failures after a Retry-After of the exchange [B3, I11]':
		{
			...{ seed: 507, troubledMs: 158_756, isOnDisk: false, reports: 2 },
			devices: ['ali', 'badr', 'salma', 'huda'],
			events: [
				{ at: 10_202, kind: 'signal_lost', device: 1, draw: 990586662 },
				{ at: 11_731, kind: 'leave', device: 1, draw: 235834179 },
				{ at: 29_535, kind: 'session_ends', device: 1, draw: 1282878521 },
				{ at: 48_044, kind: 'act', device: 2, draw: 382841077 },
				{ at: 52_400, kind: 'act', device: 2, draw: 713818426 },
				{ at: 61_193, kind: 'leave', device: 1, draw: 1852743327 },
				{ at: 69_102, kind: 'act', device: 1, draw: 505135764 },
				{ at: 80_942, kind: 'act', device: 1, draw: 1988512876 },
				{ at: 84_715, kind: 'signal_lost', device: 1, draw: 755668212 }
			],
			lineFaults: [
				{ device: 1, nth: 6, kind: 'cut', draw: 1526213409 },
				{ device: 1, nth: 10, kind: 'busy_503', draw: 299423045 },
				{ device: 1, nth: 12, kind: 'upgrade_426', draw: 184931737 },
				{ device: 1, nth: 13, kind: 'upgrade_426', draw: 1097687153 }
			],
			uploadFaults: []
		},
	'work handed in since hid that a restored server had lost what came before it [D3, F8, I1]': {
		...{ seed: 16_204, troubledMs: 146_911, isOnDisk: true, reports: 4 },
		devices: ['ali', 'salma', 'huda'],
		events: [
			{ at: 3_824, kind: 'act', device: 1, draw: 1678054484 },
			{ at: 4_310, kind: 'act', device: 2, draw: 613879876 },
			{ at: 5_945, kind: 'act', device: 1, draw: 156855135 },
			{ at: 12_807, kind: 'act', device: 1, draw: 370195474 },
			{ at: 19_589, kind: 'come', device: 0, draw: 1413199203 },
			{ at: 22_984, kind: 'come', device: 1, draw: 16597680 },
			{ at: 27_768, kind: 'act', device: 1, draw: 313162175 },
			{ at: 43_451, kind: 'act', device: 1, draw: 1470395859 },
			{ at: 45_300, kind: 'act', device: 1, draw: 159304290 },
			{ at: 51_694, kind: 'backup', device: 1, draw: 810061599 },
			{ at: 56_620, kind: 'act', device: 1, draw: 273164414 },
			{ at: 63_118, kind: 'undo', device: 1, draw: 1503144288 },
			{ at: 65_211, kind: 'act', device: 0, draw: 543124058 },
			{ at: 67_739, kind: 'act', device: 1, draw: 1542360802 },
			{ at: 70_629, kind: 'act', device: 1, draw: 1937249125 },
			{ at: 73_723, kind: 'act', device: 1, draw: 1783856184 },
			{ at: 75_212, kind: 'act', device: 1, draw: 1281040911 },
			{ at: 76_819, kind: 'act', device: 1, draw: 656083612 },
			{ at: 82_785, kind: 'act', device: 1, draw: 2110320792 },
			{ at: 83_911, kind: 'access_ends', device: 1, draw: 1395907645 },
			{ at: 91_347, kind: 'undo', device: 1, draw: 347060643 },
			{ at: 92_603, kind: 'restore_unannounced', device: 1, draw: 200887337 }
		],
		lineFaults: [],
		uploadFaults: []
	},
	'an offer of everything that a move had cut short was taken for the one after it [I8]': {
		...{ seed: 33_533, troubledMs: 147_419, isOnDisk: false, reports: 2 },
		devices: ['ali', 'badr', 'salma', 'noor'],
		events: [
			{ at: 14_193, kind: 'act', device: 2, draw: 78030717 },
			{ at: 40_491, kind: 'act', device: 2, draw: 801115743 },
			{ at: 45_690, kind: 'act', device: 2, draw: 1379041104 },
			{ at: 107_883, kind: 'act', device: 2, draw: 891572738 },
			{ at: 117_657, kind: 'person_moves', device: 2, draw: 1795029374 },
			{ at: 118_561, kind: 'act', device: 2, draw: 391931848 },
			{ at: 124_572, kind: 'person_moves', device: 2, draw: 1785246528 }
		],
		lineFaults: [
			{ device: 2, nth: 4, kind: 'upgrade_426', draw: 1961554999 },
			{ device: 2, nth: 6, kind: 'partial_503', draw: 1155561470 },
			{ device: 2, nth: 10, kind: 'upgrade_426', draw: 425987545 }
		],
		uploadFaults: []
	}
};
