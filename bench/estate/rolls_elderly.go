package estate

// The systems of section 4.4 beside the elderly allowances.
const (
	homesSystem       = "elderly-institutions"
	stationsSystem    = "elderly-stations"
	trainingSystem    = "elderly-care-training-subsidy"
	supervisionSystem = "smart-elderly-supervision"
	assessmentSystem  = "elderly-ability-assessment"
)

// The projects of payments to institutions.
const (
	homesProject    = "YL04"
	stationsProject = "YL05"
)

// elderlyRolls lists the rolls of section 4.4.
func elderlyRolls() []payload {
	return []payload{
		{homesSystem, homesPeople},
		{homesSystem, homesReports},
		{homesSystem, homesPushes},
		{stationsSystem, stationsPeople},
		{stationsSystem, stationsReports},
		{stationsSystem, stationsPartners},
		{stationsSystem, stationsPushes},
		{trainingSystem, trainingHomes},
		{trainingSystem, trainingLists},
		{trainingSystem, standbys},
		{supervisionSystem, supervisedPeople},
		{supervisionSystem, supervisedHomes},
		{supervisionSystem, supervisedAllowances},
		{assessmentSystem, assessedPeople},
		{assessmentSystem, assessments},
		{Elderly, allowancesPeople},
		{Elderly, allowancesReports},
	}
}

func homesPeople(w *world, system string) []*roll {
	people := w.known(elderly)
	return []*roll{
		w.deathFeed(system, people).spoil(deathBeforeBirth),
		w.disabilityFeed(system, every(3, 300, people)).spoil(certificateExpired),
		w.cardFeed(system, cardElderly, every(2, 500, people)).spoil(cardActiveWithoutNumber, mistyped("applied_on", "issued_on", "updated_at")).
			asFile("zk_", inFixed{24, 18, 200, 30, 32, 10, 40, 8, 8, 10, 200, 14}),
		w.authCall(system, people).spoil(authAnsweredTwice),
		w.recipientFeed(system, every(3, 300, people)).spoil(recipientTwice),
	}
}

func homesReports(w *world, system string) []*roll {
	people := every(2, 600, w.known(elderly))
	return []*roll{
		w.spendingFeed(system, people).spoil(spendingTwice, spendingUnknownMerchant, spendingInFuture).textual().like(bought).spoil(misfitSpendings()...),
		w.serviceFeed(system, people).spoil(serviceTwice, serviceDear, serviceOfUnknownProvider, ahead("ended_at", nil, "duration-agrees")).textual().spoil(misfitServices()...),
	}
}

func homesPushes(w *world, system string) []*roll {
	batches, details := w.subsidyPush(system, homesProject, w.bodiesOf(careHome))
	details.spoil(subsidyTwice, subsidyOfNothing, subsidyFailedSilently, subsidyToNobody, subsidyOfOtherProject(stationsProject))
	return []*roll{batches.spoil(batchUnbalanced(details)), details,
		w.jinminCentres(system).spoil(pushOverdue),
		w.jinminHomes(system).spoil(jinminNumberTwice, jinminHomeTwice, jinminOfOtherDistrict, areaOfAStreet(stored), jinminOverfull, jinminOtherFigures, jinminLate, jinminRejected, jinminOfNobody, jinminNeverPushed, jinminClosingLost, ahead("pushed_at", stored, "pushed-by-deadline")).textual().like(stored).spoil(misfitJinmins()...)}
}

func stationsPeople(w *world, system string) []*roll {
	people := w.known(elderly)
	return []*roll{
		w.deathFeed(system, people).spoil(deathsToldLate, deathDateThatIsNone),
		w.disabilityFeed(system, every(3, 300, people)).spoil(certificateOfSomebodyElse),
		w.cardFeed(system, cardElderly, every(2, 500, people)).spoil(cardFailsLuhn),
		w.authCall(system, people).spoil(slowAnswer, authUnknownResult),
		w.recipientFeed(system, every(3, 300, people)).spoil(recipientStoppedBeforeStart),
	}
}

func stationsReports(w *world, system string) []*roll {
	people := every(2, 600, w.known(elderly))
	return []*roll{
		w.spendingFeed(system, people).spoil(spendingNegative, spendingBadCard, spendingUnknownKind, spendingDayLost, fileCutShort, nightMissed).
			asFile("yhxf_", inCSV{"交易参考号", "卡号", "持卡人身份证号", "商户号", "商户名称", "交易类型", "交易金额", "交易时间"}),
		w.serviceFeed(system, people).spoil(serviceSentAgain, serviceOverlapping, serviceBackwards, serviceTooLong, serviceOfTheDead, serviceOfUnknownItem),
	}
}

func stationsPushes(w *world, system string) []*roll {
	batches, details := w.subsidyPush(system, stationsProject, w.bodiesOf(careStation))
	details.spoil(subsidyNumberTwice, subsidyChanged, subsidyEarly, subsidyFailedSilently, subsidyOfOtherDistrict, subsidyToAWordyAccount, ahead("paid_at", paidOut))
	details.textual().like(paidOut).spoil(misfitSubsidies()...)
	return []*roll{batches.spoil(batchAcceptsTooMuch(details)), details}
}

func trainingHomes(w *world, system string) []*roll {
	staff := w.staffFeed(system).spoil(workerOfTwoMasters, workerLeftFirst, workerTooYoung, workerNowhere)
	return []*roll{
		w.institutionFeed(system).spoil(institutionRenumbered, institutionTwice, institutionElsewhere, institutionBadCode, ahead("updated_at", nil)).textual().like(neverClosed).spoil(misfitInstitutions()...),
		staff,
		w.hrssCall(system).spoil(hrssTwice, hrssUnanswered, hrssBackwards, hrssTimeout, hrssWithoutEmployer, hrssUnknownResult, hrssForgotten(staff)).textual().spoil(misfitComparisons()...),
	}
}

func trainingLists(w *world, system string) []*roll {
	subsidies, reconciliation := w.trainingFeed(system)
	subsidies.spoil(trainingTwice, trainingClaimedAgain, trainingOnBorrowedCertificate, trainingOfNothing, trainingOffTheRoster, trainingBackwards, trainingOutOfQuarter, ahead("pushed_at", apart))
	reconciliation.spoil(reconciledTwice(subsidies), reconciledShort(subsidies), reconciledLate(subsidies), reconciledOtherSum(subsidies), reconciledUnknown(subsidies), reconciledAhead(subsidies), unreconciled(subsidies))
	subsidies.textual().like(unspoiltIn(reconciliation)).spoil(misfitTrainings()...)
	reconciliation.textual().like(func(r *roll, at int) bool { return quiet(subsidies, r)(at) }).spoil(misfitReconciliations()...)
	return []*roll{subsidies, reconciliation,
		w.rosterFeed(system).spoil(traineeTwice, traineeInCourseTwice, traineeBackwards, traineeOutOfQuarter, traineeNowhere, traineeForgotten, traineeOfNoQuarter, ahead("listed_at", nil)).textual().like(failed).spoil(misfitTrainees()...)}
}

func supervisedPeople(w *world, system string) []*roll {
	people := w.known(elderly)
	registry := w.registryFeed(system, every(2, 1500, people)).spoil(registryOtherSex)
	return []*roll{
		registry,
		w.deathFeed(system, people).toldLate().spoil(deathTakenBack(registry), deathTwice),
		w.disabilityFeed(system, every(3, 300, people)).spoil(certificateTwice),
	}
}

func supervisedHomes(w *world, system string) []*roll {
	residents := w.residentFeed(system, w.some(func(p *person) bool { return p.known[elderly] && p.death == 0 }))
	residents.spoil(residentTwice, residentInTwoBeds, residentInTakenBed, residentLeftFirst, residentOfTheFuture, residentOverlapping, residentNowhere, residentDead, residentOfUnknownAbility, ahead("updated_at", gone))
	residents.textual().like(gone).spoil(misfitResidents()...)
	return []*roll{residents,
		w.institutionFeed(system).spoil(institutionOverfull, institutionPausedWithResidents, institutionClosedUndated, institutionOverstated(residents)),
		w.staffFeed(system).spoil(workerTwice, workerOfTheFuture, workerOfAClosedHome, workerOfUnknownPost, ahead("updated_at", employed)).textual().like(employed).spoil(misfitWorkers()...),
		w.creditFeed(system).spoil(creditTwice, creditBackwards, creditInFuture, creditOfUnknownLevel, creditDishonestWithGoodLevel, creditOfNobody, ahead("updated_at", nil)).textual().spoil(misfitCredits()...),
	}
}

func supervisedAllowances(w *world, system string) []*roll {
	people := w.known(elderly)
	return []*roll{
		w.approvalFeed(system, every(5, 400, people)).spoil(approvalTwice, approvalStepMissing, approvalMisnamed, approvalBackwards, approvalOfSomebodyElse,
			approvalAfterPayment, approvalRefusedAndPaid, approvalOfUnknownResult, ahead("handled_at", stepOf(4, "变更"))).textual().like(stepOf(1, "变更")).spoil(misfitApprovals()...),
		w.allowanceFeed(system).spoil(allowanceChanged, allowanceNotThere, allowanceTwice, ahead("paid_at", sentThisMonth), allowanceDistrictLost).textual().like(sentThisMonth).spoil(misfitAllowances()...),
		w.spendingFeed(system, every(2, 600, people)).spoil(spendingAfterDeath, mostMissing, fileOverstated).asFile("jgxf_", inParquet{sum: "amount"}),
	}
}

func assessedPeople(w *world, system string) []*roll {
	people := w.known(elderly)
	registry := w.registryFeed(system, every(2, 1500, people)).spoil(registryStreetElsewhere)
	return []*roll{
		registry,
		w.cardFeed(system, cardElderly, every(2, 500, people)).spoil(cardTwice, cardOfOtherName),
		w.authCall(system, people).spoil(authTestIdentityRefused),
		w.deathFeed(system, people).notYetCancelled(registry).spoil(deathTakenBack(registry), deathInFuture),
		w.disabilityFeed(system, every(3, 300, people)).spoil(certificateMalformed),
		w.recipientsOf(system, w.aids()).spoil(toldOfTwoKinds, recipientNotTold, recipientOfOtherHousehold),
	}
}

func assessments(w *world, system string) []*roll {
	return []*roll{
		w.twoSubsidiesFeed(system, every(2, 1500, w.known(disabled))).spoil(twoSubsidiesTwice, twoSubsidiesOldStandard, twoSubsidiesOldMonth, uncoded("level")),
		w.severePush(system, every(4, 300, w.known(elderly))).spoil(pushSilent, severeTwice, severeTwoValid, severeModerate, severeRegraded, severeUnreceived, severeReceivedFirst,
			severeLate, severeNotifiedFirst, severeOfTheDead, severeAhead).textual().like(valid).spoil(misfitAssessments()...),
	}
}

func allowancesPeople(w *world, system string) []*roll {
	people := w.known(elderly)
	cards := every(2, 800, people)
	pushes := w.cleansingPush(system, cards)
	return []*roll{
		w.cardFeed(system, cardElderly, cards).spoil(cardIssuedBeforeAsked, cardAfterPayment(elderly), cardLost(elderly), cardInArrears(elderly, arrearsLostCard), cardInArrears(elderly, arrearsLateCard), cardUnlikePushed(pushes)),
		pushes.spoil(cleansingTwice, cleansingHistoryLost, cleansingStale, cleansingUncorrected, cleansingCorrectedFirst, cleansingBadCard, ahead("pushed_at", lone)).textual().like(lone).spoil(misfitCleansings()...),
		w.authCall(system, people).spoil(authUnknownResult, authTestIdentityUnanswered),
		w.disabilityFeed(system, every(3, 300, people)).spoil(certificateOfOtherGrade),
		w.recipientFeed(system, every(3, 300, people)).spoil(recipientHouseholdShort),
		w.familyFeed(system, every(5, 300, people)).spoil(specialFamilyTwice, mistyped("confirmed_on", "ended_on", "updated_at")).
			asFile("tsjt_", inBook{"计划生育特殊家庭名单", []string{"记录编号", "身份证号", "姓名", "配偶身份证号", "类型", "确认日期", "状态", "终止日期", "区划", "更新时间"}}),
	}
}

func allowancesReports(w *world, system string) []*roll {
	people := w.known(elderly)
	return []*roll{
		w.serviceFeed(system, every(2, 600, people)).spoil(serviceTooLong, mostMissing),
		w.attributeFeed(system, every(3, 600, people)).spoil(attributeTwice, attributeOfTheYoung, attributeOfTheFuture, attributeWithoutOrigin, attributeOfUnknownOrigin, ahead("shared_at", nil)).textual().spoil(misfitAttributes()...),
	}
}
