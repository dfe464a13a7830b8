"""Graphs that break ontology/shapes/rules.ttl."""

from __future__ import annotations

from shape_cases import Case

CASES: tuple[Case, ...] = (
    (":x a need:Rule .", "shape:Rule"),
    (":x a need:Rule .", "shape:RuleTopic"),
    (":x a need:Rule ; need:hasKind <kind/duty> . <kind/duty> a skos:Concept .", "shape:RuleTopic"),
    (":x a need:Rule .", "shape:RuleAct"),
    (":x a need:Rule ; need:governsAct <act/unheard-of> .", "shape:RuleAct"),
    (":x a need:Rule .", "shape:RuleStrength"),
    (":x a need:Rule ; need:hasStrength <strength/obligation>, <strength/permission> .", "shape:RuleStrength"),
    (":x a need:Rule ; need:appliesAtLevel :level9 .", "shape:RuleLevel"),
    (":x a need:Rule ; need:hasCondition <effect/voluntary> . <effect/voluntary> a skos:Concept .",
     "shape:RuleCondition"),
    (":x a need:Rule ; need:hasException <condition/unheard-of> .", "shape:RuleException"),
    (":x a need:Rule ; need:hasCondition <condition/immediate-harm> ; need:hasException <condition/immediate-harm> .",
     "shape:RuleEitherWay"),
    (":x a need:Rule ; need:hasEffect <effect/unheard-of> .", "shape:RuleEffect"),
    (":x a need:Rule ; need:asksForConsent <condition/consent-explicit> . "
     "<condition/consent-explicit> a skos:Concept .",
     "shape:RuleConsent"),
    (":x a need:Rule ; need:imposesDuty <duty/unheard-of> .", "shape:RuleDuty"),
    (':x a need:Rule ; need:reason "" .', "shape:RuleReason"),
    (":x a need:Rule ; prov:wasAttributedTo :somebody .", "shape:RuleCurator"),
    (":x a need:ConsentRule .", "shape:ConsentRule"),
    (":x a need:ConsentRule .", "shape:ConsentRuleType"),
    (":x need:asksForConsent <consent-form/explicit> .", "shape:AskingForConsent"),
    (":x a need:Rule ; need:asksForConsent <consent-form/explicit> .", "shape:AskingForConsentType"),
    # Everything twice and of the wrong sort
    (
        ":x a need:Rule ; need:hasKind <topic/a>, <topic/b> ; need:governsAct :a ; need:hasStrength :a, :b ; "
        'need:hasException :a ; need:hasEffect :a ; need:imposesDuty :a ; need:reason "One"@en, "Two"@en ; '
        "prov:wasAttributedTo <curator/ab>, <curator/cd> .",
        "shape:Rule",
    ),
)  # fmt: skip
