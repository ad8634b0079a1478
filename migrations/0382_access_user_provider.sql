-- The provider for whom somebody works who signs in to deliver services.
CREATE TABLE access_user_provider (
    user_id ID NOT NULL,
    provider_id ID NOT NULL,
    PRIMARY KEY (user_id)
);
CREATE INDEX access_user_provider_of ON access_user_provider (provider_id);
