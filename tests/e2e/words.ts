/**
 * What the stories read on the screen, as a person does: the accessible names of fields, acts and
 * places, in both languages. Written out here and not taken from the product's messages, so that a
 * word that changes by accident turns a story red.
 */
export interface Words {
	lang: 'ar' | 'en';
	userName: string;
	password: string;
	signIn: string;
	signOut: string;
	account: string;
	jobs: string;
	jobList: string;
	jobMap: string;
	acts: string;
	notices: string;
	assigned: string;
	setOff: string;
	arrived: string;
	start: string;
	before: string;
	after: string;
	usePhoto: string;
	chooseFile: string;
	hold: string;
	resume: string;
	finish: string;
	retake: string;
	undo: string;
	outbox: string;
	whatWasDone: string;
	/** Questions that a closing still waits for, and the answer to those that ask yes or no. */
	openQuestions: string;
	yes: string;
	/** What a closing is called while it is written. */
	draft: string;
	/** Asked where the tablet is far from the report. */
	remark: string;
	urgentSeen: string;
	record: string;
	/** What every act answers, after its own name. */
	saved: string;
	syncNow: string;
	confirm: string;
	sendBack: string;
	reassign: string;
	assign: string;
	note: string;
	addNote: string;
	/** The field that searches the desk. */
	searchDesk: string;
	/** Before the number of a row that is ticked. */
	select: string;
	review: string;
	/** Before the name of the late work's author. */
	useOf: string;
	decide: string;
	/** What the author of late work reads until somebody has decided. */
	underReview: string;
}

export const ar: Words = {
	lang: 'ar',
	userName: 'اسم المستخدم',
	password: 'كلمة المرور',
	signIn: 'تسجيل الدخول',
	signOut: 'تسجيل الخروج',
	account: 'الحساب',
	jobs: 'بلاغاتي',
	jobList: 'قائمة البلاغات',
	jobMap: 'خريطة البلاغات',
	acts: 'إجراءات البلاغ',
	notices: 'إشعارات',
	assigned: 'مُسند',
	setOff: 'انطلاق',
	arrived: 'وصلت',
	start: 'بدء العمل',
	before: 'صورة قبل المعالجة',
	after: 'صورة بعد المعالجة',
	usePhoto: 'اعتماد الصورة',
	chooseFile: 'اختيار صورة من الجهاز',
	hold: 'تعليق',
	resume: 'استئناف',
	finish: 'إنهاء',
	retake: 'إعادة التصوير',
	undo: 'تراجع',
	outbox: 'صندوق الإرسال',
	whatWasDone: 'ماذا وجدت وماذا فعلت؟',
	openQuestions: 'أسئلة تنتظر جوابك',
	yes: 'نعم',
	draft: 'مسودة على الجهاز',
	remark: 'لماذا تسجّل من هنا؟',
	urgentSeen: 'اطّلعت عليه',
	record: 'تسجيل',
	saved: 'محفوظ، بانتظار الإرسال',
	syncNow: 'مزامنة الآن',
	confirm: 'تأكيد الإنجاز',
	sendBack: 'إعادة للمعالجة',
	reassign: 'إعادة إسناد',
	assign: 'إسناد',
	note: 'ملاحظة',
	addNote: 'إضافة ملاحظة',
	searchDesk: 'بحث برقم أو كلمة أو مكان',
	select: 'تحديد',
	review: 'المراجعة',
	useOf: 'اعتماد عمل',
	decide: 'اتخاذ القرار',
	underReview: 'تم الاستلام، قيد المراجعة لدى المشرف'
};

export const en: Words = {
	lang: 'en',
	userName: 'User name',
	password: 'Password',
	signIn: 'Sign in',
	signOut: 'Sign out',
	account: 'Account',
	jobs: 'My jobs',
	jobList: 'List of reports',
	jobMap: 'Map of reports',
	acts: 'Acts on this report',
	notices: 'Notices',
	assigned: 'Assigned',
	setOff: 'Set off',
	arrived: 'Arrived',
	start: 'Start work',
	before: 'Take before photo',
	after: 'Take after photo',
	usePhoto: 'Use photo',
	chooseFile: 'Choose from the device',
	hold: 'Hold',
	resume: 'Resume',
	finish: 'Finish',
	retake: 'Retake',
	undo: 'Undo',
	outbox: 'Outbox',
	whatWasDone: 'What did you find and do?',
	openQuestions: 'Questions that await your answer',
	yes: 'Yes',
	draft: 'Draft on this device',
	remark: 'Why do you record from here?',
	urgentSeen: 'I have seen it',
	record: 'Record',
	saved: 'saved, waiting to send',
	syncNow: 'Sync now',
	confirm: 'Confirm completion',
	sendBack: 'Return for rework',
	reassign: 'Reassign',
	assign: 'Assign',
	note: 'Note',
	addNote: 'Add note',
	searchDesk: 'Search by number, word or place',
	select: 'Select',
	review: 'Review',
	useOf: 'Use',
	decide: 'Decide',
	underReview: 'Received, your supervisor is reviewing it'
};
