import { events } from '../../../../nodes/Verifik/VerifikTrigger/events.ts';

const values = events.map(({ value }) => value);

test('offers the events of the documentation', () => {
	expect(values).toEqual(
		expect.arrayContaining([
			'biometric_validation_new',
			'biometric_validation_created_person',
			'biometrics_liveness_score_not_acceptable',
			'app_registration_sync_sign_up_form',
			'app_registration_completed_without_kyc',
			'app_registration_expired',
			'email_validation_otp_incorect',
			'phone_validation_expired',
			'document_validation_manual_verification_required',
			'face_verification_compare',
			'information_validation_background_check',
			'fleet_alert_new_comparendo',
			'other',
		]),
	);
	expect(new Set(values).size).toBe(values.length);
});

test('gives them names that people can read', () => {
	const names = events.map(({ name }) => name);
	expect(names).toContain('Email Validation OTP Incorrect');
	expect(names).toContain('App Registration Completed Without KYC');
	expect(new Set(names).size).toBe(names.length);
});
