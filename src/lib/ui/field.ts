/** What every part with a label takes: texts come from the caller, in its language. */
export interface FieldProps {
	label: string;
	hint?: string;
	/** The sentence that says what is wrong; its presence marks the control invalid. */
	error?: string;
	required?: boolean;
	/** A word beside the label, such as "optional". */
	mark?: string;
	/** The label is for screen readers only: something else on the screen says it. */
	hideLabel?: boolean;
	id?: string;
}

/** What a control inside a field spreads on its native element. */
export interface FieldWiring {
	id: string;
	required: true | undefined;
	'aria-describedby': string | undefined;
	'aria-invalid': 'true' | undefined;
}
