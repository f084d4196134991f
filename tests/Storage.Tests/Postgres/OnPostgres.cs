namespace Keystile.Storage.Tests;

/// <summary>What holds on SQLite holds on PostgreSQL: the same tests, once more.</summary>
public interface IOnPostgres;

public sealed class A_link_to_an_account_on_PostgreSQL : A_link_to_an_account, IOnPostgres;

public sealed class A_look_up_on_PostgreSQL : A_look_up, IOnPostgres;

public sealed class A_passkey_on_PostgreSQL : A_passkey, IOnPostgres;

public sealed class A_session_on_PostgreSQL : A_session, IOnPostgres;

public sealed class A_set_of_recovery_codes_on_PostgreSQL : A_set_of_recovery_codes, IOnPostgres;

public sealed class A_sign_in_on_PostgreSQL : A_sign_in, IOnPostgres;

public sealed class A_signing_key_on_PostgreSQL : A_signing_key, IOnPostgres;

public sealed class A_token_on_PostgreSQL : A_token, IOnPostgres;

public sealed class A_waiting_mail_on_PostgreSQL : A_waiting_mail, IOnPostgres;

public sealed class A_unit_of_work_on_PostgreSQL : A_unit_of_work, IOnPostgres;

public sealed class What_a_database_tells_on_PostgreSQL : What_a_database_tells, IOnPostgres;

public sealed class An_account_on_PostgreSQL : An_account, IOnPostgres;

public sealed class An_alias_on_PostgreSQL : An_alias, IOnPostgres;

public sealed class An_api_key_on_PostgreSQL : An_api_key, IOnPostgres;

public sealed class An_app_on_PostgreSQL : An_app, IOnPostgres;

public sealed class An_import_on_PostgreSQL : An_import, IOnPostgres;

public sealed class An_event_on_PostgreSQL : An_event, IOnPostgres;

public sealed class An_identity_on_PostgreSQL : An_identity, IOnPostgres;

public sealed class An_operator_on_PostgreSQL : An_operator, IOnPostgres;

public sealed class A_search_on_PostgreSQL : A_search, IOnPostgres;
